// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import Foundation

// A wrong file of keys is found at the start, and not by the people who cannot
// sign in. For that a database keeps the name and an HMAC of each key that has
// been the first one; nobody can make the key of it.

extension KeyFile {
  private static let room = "keys"

  /// Compares the keys with those that have sealed what a database holds, and
  /// notes the first one.
  ///
  /// - Throws: `ValidationError` if one of them is missing, or if a key of its
  ///   name is another one.
  func check(against store: DatabaseStore) async throws {
    for (name, mark) in try await store.records(in: Self.room) {
      let id = String(decoding: name, as: UTF8.self)
      guard let key = keys.first(where: { $0.id == id }) else {
        throw ValidationError(
          "the file of keys lacks the key '\(id)', which has sealed accounts of"
            + " this database; it may go once 'otpkit-service reseal' was run")
      }
      guard Self.mark(of: key.bytes) == mark else {
        throw ValidationError(
          "the key '\(id)' is not the one that has sealed accounts of this"
            + " database")
      }
    }
    guard let first = keys.first else { return }
    try await store.put(
      Self.mark(of: first.bytes), as: Array(first.id.utf8), in: Self.room)
  }

  /// Forgets every key but the first: nothing is sealed under the others.
  func forgetFormer(in store: DatabaseStore) async throws {
    for (name, _) in try await store.records(in: Self.room)
    where name != keys.first.map({ Array($0.id.utf8) }) {
      try await store.drop(name, in: Self.room)
    }
  }

  private static func mark(of key: [UInt8]) -> [UInt8] {
    Array(Digest.hmac("the key of a database", key: key).utf8)
  }
}
