// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import COTPTemplates
import OTPConformance
import Testing

@testable import AdapterProcess

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Runs of a template, as it is or changed.
enum TemplateRun {
  /// What shows a broken slot quickly.
  static let few = Selection(ids: [
    "hotp.rfc4226.*", "totp.rfc6238.sha1.*", "totp.t0.*", "totp.step.*",
    "verify.totp.exact.*", "verify.hotp.exact.*", "base32.rfc4648.decode.*",
  ])

  /// Writes and builds a template, changed as told, and runs vectors on it.
  static func report(
    on language: TemplateLanguage, _ selection: Selection = few,
    changing change: (String) throws -> String = { $0 }
  ) async throws -> Report {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "otpkit-\(UInt64.random(in: 0...UInt64.max))")
    try FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (index, file) in TemplateFile.all(of: language.name).enumerated() {
      let text = index == 0 ? try change(file.text) : file.text
      try Data(text.utf8).write(to: folder.appending(path: file.name))
    }
    var script = "cd '\(folder.path)' && "
    if let build = language.build { script += build + " >&2 && " }
    script += "exec " + language.run
    var settings = Hostile.patient
    settings.handshakeTimeout = .seconds(240)
    let process = try await AdapterProcess.start(
      try #require(AdapterProgram(["sh", "-c", script])), settings: settings)
    let report = try await Runner(
      vectors: try VectorSet.embedded(), selection: selection
    ).run(process)
    await process.stop()
    return report
  }
}

extension Report {
  /// The cases of a level that were asked and did not pass.
  func failing(_ level: VectorGroup.Level) -> [String] {
    results.filter { result in
      guard result.entry.group.level == level else { return false }
      return switch result.outcome {
      case .fail, .error, .unsupported: true
      default: false
      }
    }.map(\.entry.vector.id)
  }

  /// The operations that the implementation claims.
  var claimed: Set<String> {
    claims.capabilities.intersection(Vocabulary.operations)
  }

  /// The results of an operation.
  func results(of operation: String) -> [CaseResult] {
    results.filter { $0.entry.group.operation == operation }
  }
}

/// A file of a template, as it is embedded.
struct TemplateFile {
  let name: String
  let text: String

  static func all(of language: String) -> [TemplateFile] {
    var files: [TemplateFile] = []
    while let file = unsafe otp_template_file_at(language, files.count)?
      .pointee
    {
      let bytes = unsafe Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
      let name = unsafe String(cString: file.name)
      let text = String(decoding: bytes, as: UTF8.self)
      files.append(TemplateFile(name: name, text: text))
    }
    return files
  }
}
