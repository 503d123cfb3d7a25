// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Several authenticator apps of one account. Each has its own secret, its own
// last step and its own drift; wrong codes are counted for all together.

extension Turn {
  /// Refuses an app that there would be no room for, or no right to.
  mutating func checkRoom(
    replacing replaced: ReplacedApps, grant: Int
  ) throws(TwoFactorError) {
    switch replaced {
    case .all: return
    case .one(let name): _ = try app(name)
    case .nothing:
      guard account.apps.count < rules.appLimit else { throw .tooManyApps }
    }
    // Somebody who has lost a device must not leave it in use.
    guard !account.grants[grant].limits.contains(.recovering) else {
      note(.notAuthorized, .totp, reason: "recovering")
      throw .notAuthorized
    }
  }

  /// Puts an app into use; what it replaces dies at once.
  ///
  /// Failures of the apps that stay are not forgotten, or each app more would
  /// give quick guesses at the others.
  mutating func add(
    _ app: TOTPFactor, replacing replaced: ReplacedApps
  ) throws(TwoFactorError) {
    switch isDisabled(.totp) ? .all : replaced {
    case .all: account.apps = []
    case .one(let name): account.apps.removeAll { $0.name == name }
    case .nothing: break
    }
    guard account.apps.count < rules.appLimit else { throw .tooManyApps }
    if account.apps.isEmpty { succeed(.totp) }
    account.apps.append(app)
  }

  /// Gives an app another name.
  mutating func renameApp(
    _ name: String, to text: String, grant: String
  ) throws(TwoFactorError) {
    try authorize(grant, for: .manage)
    let place = try app(name)
    account.apps[place].label = try AppName.read(text)
    note(.appRenamed, .totp, app: name)
  }

  /// Removes one app; the last one goes as ``remove(_:grant:)`` says.
  mutating func removeApp(
    _ name: String, grant: String
  ) throws(TwoFactorError) {
    let session = try authorize(grant, for: .manage)
    let place = try app(name)
    guard account.apps.count > 1 else {
      return try remove(.totp, grant: grant)
    }
    let app = account.apps.remove(at: place)
    // It may take the place of the one that is gone.
    account.enrolment = nil
    revokeTrust(except: session, reason: "factor removed")
    note(.factorRemoved, .totp, app: name)
    try notify(.appRemoved(name: app.label?.text))
  }

  /// The place of an app.
  private func app(_ name: String) throws(TwoFactorError) -> Int {
    guard let place = account.apps.firstIndex(where: { $0.name == name })
    else { throw .notEnrolled }
    return place
  }
}
