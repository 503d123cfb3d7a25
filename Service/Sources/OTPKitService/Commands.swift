// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import AccountStores
import ArgumentParser
import Foundation
import OTPCore
import TwoFactor

/// The keys of a service, one a line: a name, a space, 64 hexadecimal digits.
///
/// The first is the one for everything new; `form` is for the forms.
struct KeyFile: Sendable {
  let keys: [(id: String, bytes: [UInt8])]
  let formKey: [UInt8]

  /// Reads a file that nobody but its owner may read.
  ///
  /// - Throws: `ValidationError`, which repeats nothing of the file.
  init(reading path: String) throws {
    try self.init(text: try PrivateFile.text(path, "the file of keys"))
  }

  /// Reads the lines of a file, or those of the variable `OTPKIT_KEYS`.
  init(text: String) throws {
    var lines: [(id: String, bytes: [UInt8])] = []
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let bytes = Self.bytes(hex: parts[1]),
        bytes.count == 32
      else { throw ValidationError("a line of the file of keys is malformed") }
      lines.append((String(parts[0]), bytes))
    }
    guard let form = lines.first(where: { $0.id == "form" }), lines.count > 1
    else { throw ValidationError("the file of keys lacks a key or 'form'") }
    formKey = form.bytes
    keys = lines.filter { $0.id != "form" }
  }

  private init(keys: [(id: String, bytes: [UInt8])], formKey: [UInt8]) {
    (self.keys, self.formKey) = (keys, formKey)
  }

  /// New keys.
  static func random() -> KeyFile {
    KeyFile(keys: [("k1", randomBytes())], formKey: randomBytes())
  }

  /// The text of the file.
  var text: String {
    (keys + [("form", formKey)]).map { "\($0.id) \($0.bytes.hex)\n" }.joined()
  }

  func keyring() throws -> Keyring {
    let all = try keys.map { key in
      try Keyring.Key(id: key.id, secret: try Secret(key.bytes))
    }
    guard let current = all.first else {
      throw ValidationError("the file of keys lacks a key")
    }
    return try Keyring(current: current, former: Array(all.dropFirst()))
  }

  private static func randomBytes() -> [UInt8] {
    var random = SystemRandomNumberGenerator()
    return (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
  }

  private static func bytes(hex: some StringProtocol) -> [UInt8]? {
    let digits = hex.compactMap(\.hexDigitValue)
    guard digits.count == hex.count, digits.count.isMultiple(of: 2) else {
      return nil
    }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}

struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a file of keys; keep it away from the database.")

  @Argument(help: "The file to make; it must not exist.") var path: String

  func run() throws {
    guard
      FileManager.default.createFile(
        atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    else { throw ValidationError("\(path) cannot be made") }
    try Data(KeyFile.random().text.utf8).write(to: URL(filePath: path))
  }

  func validate() throws {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw ValidationError("\(path) exists")
    }
  }
}

struct Admin: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make an administrator; the first password goes out by mail.")

  @OptionGroup var options: StoreOptions
  @OptionGroup(title: "Messages") var delivery: DeliveryOptions
  @Option(help: "The address that people use.") var origin: String
  @Argument(help: "The administrator's name.") var name: String
  @Argument(help: "Where mail goes.") var mail: String

  func run() async throws {
    let (store, keys) = try await options.accounts()
    let wording = Wording(issuer: options.issuer, origin: origin)
    let service = try TwoFactorService(
      rules: ServiceRules.rules(issuer: options.issuer),
      keyring: try keys.keyring(), store: store,
      sender: try delivery.messageSender(wording), audit: store,
      background: { await $0() })
    let id = try AccountID(name.typedName)
    try await service.register(id, mail: mail)
    try await store.makeAdministrator(id, by: "otpkit-service admin")
    await store.close()
  }
}

struct Sweep: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Drop what is over; a running service does so by itself.")

  @OptionGroup var options: StoreOptions
  @OptionGroup var audit: AuditOptions

  func run() async throws {
    let store = try await options.existingStore()
    let dropped = try await store.sweep(at: .now)
    let events = try await store.dropEvents(
      olderThan: audit.keepAudit, at: .now)
    print("\(dropped + events) rows dropped")
    await store.close()
  }
}

struct Reseal: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Seal every account's secrets under the first key.",
    discussion: """
      To rotate the keys, put a new line on top of the file, start the service \
      with it, run this, and remove the old line. It may be run again at any \
      time, while the service runs.
      """)

  @OptionGroup var options: StoreOptions

  func run() async throws {
    let (store, keys) = try await options.accounts(mustExist: true)
    let service = try TwoFactorService(
      rules: ServiceRules.rules(issuer: options.issuer),
      keyring: try keys.keyring(), store: store,
      sender: NobodySends(), audit: store, counter: store)
    var (count, last) = (0, nil as AccountID?)
    while true {
      let page = try await store.entries(after: last, limit: 200)
      for entry in page {
        try await service.reseal(entry.id)
        count += 1
      }
      guard let end = page.last else { break }
      last = end.id
    }
    try await keys.forgetFormer(in: store)
    print("\(count) accounts sealed under the first key")
    await store.close()
  }
}
