// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPVectors

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A JSON file of the vectors' folder, before it is parsed.
package struct VectorSource: Sendable, Equatable {
  /// The path below the folder, with forward slashes.
  package let path: String
  package let bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension VectorSet {
  /// Loads the vectors that are compiled in.
  ///
  /// - Throws: What is wrong with them; the kit's own tests see to it that
  ///   nothing is.
  public static func embedded() throws(VectorError) -> VectorSet {
    try VectorSet(VectorSource.embedded)
  }

  /// Loads the vectors of a folder: every `.json` file in it and below it.
  ///
  /// - Parameter directory: The path of the folder that has `manifest.json`.
  /// - Throws: What is wrong, with the file and the place in it.
  public static func load(
    directory: String
  ) throws(VectorError) -> VectorSet {
    try VectorSet(VectorSource.read(directory: directory))
  }
}

extension VectorSource {
  /// The files that are compiled in.
  package static var embedded: [VectorSource] {
    let table = unsafe UnsafeBufferPointer(
      start: otp_vector_file_table(), count: otp_vector_file_count)
    return unsafe table.map { file in
      unsafe VectorSource(
        path: String(cString: file.path),
        bytes: Array(
          UnsafeBufferPointer(start: file.bytes, count: file.count)))
    }
  }

  /// The JSON files in a folder and below it.
  static func read(
    directory: String
  ) throws(VectorError) -> [VectorSource] {
    func failure(
      _ path: String, _ reason: InputFile.Failure = .unreadable
    ) -> VectorError {
      VectorError(file: path, place: "", message: reason.description)
    }
    guard
      let paths = try? FileManager.default.subpathsOfDirectory(
        atPath: directory)
    else { throw failure(directory) }
    var sources: [VectorSource] = []
    for path in paths.sorted() where path.hasSuffix(".json") {
      do {
        let bytes = try InputFile.bytes(at: directory + "/" + path)
        sources.append(VectorSource(path: path, bytes: bytes))
      } catch {
        throw failure(path, error)
      }
    }
    return sources
  }
}
