// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// Reads files that a user names, as far as a limit.
package enum InputFile {
  /// Why a file was not read.
  package enum Failure: Error, Equatable, CustomStringConvertible {
    /// It is not there.
    case missing
    /// It is a folder.
    case folder
    /// It may not be read, or reading it failed.
    case unreadable
    /// It has more bytes than this.
    case tooLong(limit: Int)

    package var description: String {
      switch self {
      case .missing: "there is no such file"
      case .folder: "is a folder"
      case .unreadable: "cannot be read"
      case .tooLong(let limit): "is longer than \(limit) bytes"
      }
    }
  }

  /// The bytes of a file.
  ///
  /// Reading stops at the limit, so that a device or a pipe without an end
  /// does not fill the memory.
  ///
  /// - Parameters:
  ///   - path: The path; a pipe can be read, too.
  ///   - limit: How many bytes the file may have.
  package static func bytes(
    at path: String, limit: Int = JSON.byteLimit
  ) throws(Failure) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY)
    guard file >= 0 else {
      throw errno == ENOENT ? .missing : .unreadable
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes { buffer in
        unsafe read(file, buffer.baseAddress, buffer.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw errno == EISDIR ? .folder : .unreadable
      }
      guard count > 0 else { return bytes }
      guard bytes.count + count <= limit else { throw .tooLong(limit: limit) }
      bytes += chunk[..<count]
    }
  }
}
