// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import COTPTemplates
import OTPConformance

/// The languages that have a template adapter, and `service`, which is one for
/// running services.
enum Template: String, CaseIterable, ExpressibleByArgument {
  case python, node, go, rust, java, php, ruby, c, shell, service

  /// One file of a template.
  struct File {
    let name: String
    let bytes: [UInt8]
  }

  /// Its files; the first one has the slots.
  var files: [File] {
    var files: [File] = []
    while let file = unsafe otp_template_file_at(rawValue, files.count)?
      .pointee
    {
      let bytes = unsafe Array(
        UnsafeBufferPointer(start: file.bytes, count: file.count))
      let name = unsafe String(cString: file.name)
      files.append(File(name: name, bytes: bytes))
    }
    return files
  }

  /// What builds a program of the files in a folder, if it takes building.
  func buildCommand(in folder: String) -> String? {
    let quoted = folder.shellQuoted
    return switch self {
    case .go:
      folder == "."
        ? "go build -o adapter ."
        : "(cd \(quoted) && go build -o adapter .)"
    case .rust:
      folder == "."
        ? "cargo build --release"
        : "cargo build --release --manifest-path \("\(folder)/Cargo.toml".shellQuoted)"
    case .c: folder == "." ? "make" : "make -C \(quoted)"
    default: nil
    }
  }

  /// What runs the adapter: the file with the slots is `path`.
  func command(_ path: String, in folder: String) -> String {
    let path = path.shellQuoted
    return switch self {
    case .python, .service: "python3 \(path)"
    case .node: "node \(path)"
    case .java: "java \(path)"
    case .php: "php \(path)"
    case .ruby: "ruby \(path)"
    case .shell: "bash \(path)"
    case .go, .c: "\(folder)/adapter".shellQuoted
    case .rust: "\(folder)/target/release/adapter".shellQuoted
    }
  }
}
