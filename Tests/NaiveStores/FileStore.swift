// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
public import TwoFactor

/// A store of one file an account, as it should be, or with a fault that people
/// build in without noticing.
public actor FileStore: AccountStore {
  /// How it is wrong.
  public enum Fault: String, CaseIterable, Sendable {
    /// It is not: a lock of the operating system, and a rename.
    case none
    /// Its lock is one of the process, and two processes share the folder.
    case locksInOneProcess
    /// It answers from what it once read, and another process has written.
    case caches
    /// It answers first and writes later.
    case writesBehind
  }

  private let folder: String
  private let fault: Fault
  private var cache: [String: Account] = [:]
  private var waiting: [String: [UInt8]] = [:]
  private var isBusy = false

  /// The store of a folder, which is made if it is not there.
  public init(_ folder: String, _ fault: Fault = .none) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    self.folder = folder
    self.fault = fault
  }

  /// The account of the file.
  public func load(_ id: AccountID) async throws -> Account? {
    if fault == .caches, let account = cache[id.text] { return account }
    if let bytes = waiting[id.text] { return try Account(decoding: bytes) }
    let account = try read(id)
    cache[id.text] = account
    return account
  }

  /// Writes if the file has that version.
  public func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    if fault == .locksInOneProcess {
      // Within the process, one at a time.
      while isBusy { await Task.yield() }
      isBusy = true
    }
    defer { isBusy = false }
    let lock =
      fault == .locksInOneProcess ? nil : try FileLock(folder + "/lock")
    defer { lock?.release() }
    let stored = try await load(account.id)?.version ?? 0
    // Where another process comes in between.
    if lock == nil { try? await Task.sleep(for: .milliseconds(2)) }
    guard stored == version else { return false }
    cache[account.id.text] = account
    let bytes = try account.encoded()
    if fault == .writesBehind {
      waiting[account.id.text] = bytes
      if waiting.count + Int(account.version % 16) > 15 { try flush() }
    } else {
      try write(bytes, to: path(account.id))
    }
    return true
  }

  private func flush() throws {
    for (name, bytes) in waiting {
      try write(bytes, to: path(try AccountID(name)))
    }
    waiting = [:]
  }

  private func read(_ id: AccountID) throws -> Account? {
    let path = path(id)
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    return try Account(decoding: Array(bytes))
  }

  private func write(_ bytes: [UInt8], to path: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  /// Hexadecimal digits, because a file system may fold names.
  private func path(_ id: AccountID) -> String {
    let digits = id.text.utf8.map { String($0, radix: 16) }.joined()
    return folder + "/" + String(digits.prefix(100))
      + String(digits.suffix(60)) + "-\(digits.count)"
  }
}

/// A lock that processes share.
private struct FileLock {
  private let file: Int32

  init(_ path: String) throws {
    file = unsafe open(path, O_CREAT | O_RDWR, 0o600)
    guard file >= 0, flock(file, LOCK_EX) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  func release() { close(file) }
}
