// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import BackupCodes
public import OTPCore

/// The rules of a service: small policies, put together.
public struct TwoFactorConfiguration: Sendable {
  /// The service's name, shown in authenticator apps.
  public var issuer: String
  /// What new TOTP enrolments use.
  public var totp = TOTPParameters()
  /// How many authenticator apps an account can have: 1 to 10.
  ///
  /// A code is right if it is right for any of them, so each one more makes a
  /// guess likelier: ``guessProbability(apps:)``.
  public var appLimit = 5
  /// How far an app's clock may be off.
  public var drift = DriftPolicy.default
  /// The waits after wrong passwords.
  public var passwordDelay = DelayPolicy.password
  /// The waits after wrong second factors.
  public var factorDelay = DelayPolicy.factor
  /// Addresses whose wrong passwords are counted apart.
  public var familiar = FamiliarPolicy.default
  /// Messages with codes.
  public var sending = SendPolicy.default
  /// Text messages across all accounts.
  public var messageLimits = MessageLimits.default
  /// How somebody without their device gets in.
  public var recovery = RecoveryPolicy.phone
  /// Remembered devices.
  public var devices = DevicePolicy.default
  /// Whether a second factor is mandatory.
  public var secondFactor = SecondFactorPolicy.optional
  /// Providers whose multi-factor sign-in counts here.
  public var providers: [TrustedProvider] = []
  /// New passwords.
  public var passwords = PasswordPolicy.default
  /// How passwords are hashed.
  public var passwordDerivation = KeyDerivation.password
  /// How passwords were hashed before, while stored hashes of that kind are
  /// left.
  ///
  /// Each password that is checked costs one derivation of each, whoever asks
  /// and whichever is stored: otherwise an old hash would answer sooner than a
  /// name without account. Take them out once all are hashed anew.
  public var previousPasswordDerivations: [KeyDerivation] = []
  /// How backup codes are hashed.
  public var backupCodes = BackupCodeScheme()
  /// How many backup codes a set has.
  public var backupCodeCount = 10
  /// Whether the first factor becomes active only when the person has
  /// confirmed that the backup codes are saved.
  public var requiresBackupCodes = true
  /// How phone numbers are read; a ``PhoneRegion`` takes national ones, too.
  public var phones: any PhoneNumberParser = .international
  /// How long a sign-in may wait for its second step, in seconds: 30 to 600
  /// (NIST SP 800-63B-4 section 3.1.3.2).
  public var challengeLifetime = 600
  /// How many wrong codes one sign-in outlives: 1 to 100,000.
  public var challengeAttempts = 5
  /// How long a sign-in counts as recent for changing the settings, in seconds:
  /// 30 to a day.
  public var grantLifetime = 600
  /// How long it counts as recent for reading them, in seconds: 30 to a day.
  public var grantReadLifetime = 3_600
  /// How long an enrolment or a change of the phone number may stay
  /// unfinished, in seconds.
  public var enrolmentLifetime = 1_800
  /// How long the password of a new account lives, in seconds.
  public var initialPasswordLifetime = 7 * 86_400
  /// How long a reset's token and temporary password live, in seconds.
  public var resetLifetime = 3_600
  /// Whether stored accounts must prove that this service wrote them.
  public var recordAuthentication = RecordAuthentication.required
  /// How short the secret of an app may be that another system has set up;
  /// `SecretPolicy.permissive` takes the 80 bits that many have.
  public var importedSecrets = SecretPolicy.standard
  /// How many rows the store keeps for attempts on names without an account:
  /// 16 to 65,536, each for sixteen names.
  ///
  /// A wait that vanishes tells that there is no account; to make one vanish,
  /// somebody must try about as many other names as all the rows have room for.
  public var unknownNameRows = 16_384
  /// How often a command is decided again after a lost race.
  public var attempts = 16
  /// How many seconds the clocks of two servers may be apart: 0 to an hour.
  ///
  /// What another server has made so far in the future is valid here. What
  /// comes from further ahead is not valid yet, and is kept: it is not for a
  /// server whose clock is behind to delete what others have made. Keep the
  /// clocks of all servers within this by NTP, and take servers out of service
  /// whose clocks are not.
  public var clockTolerance = 30
  /// The rhythm that answers are held back to, so that their time does not tell
  /// who has an account: up to 10 seconds, `zero` to answer at once.
  public var answerStep = Duration.milliseconds(10)
  /// Whether audit events are kept in the account until the sink has taken
  /// them: at least once, at the price of a second save for each command.
  ///
  /// Otherwise they are recorded at most once (``AuditSink``).
  public var auditsThroughOutbox = false

  /// The default rules of a service of this name.
  public init(issuer: String) { self.issuer = issuer }

  /// The profile of NIST SP 800-63B-4: any authenticator is disabled at 100
  /// failures in a row (section 3.2.2), no device is remembered (5.1), and no
  /// text message stands in for a lost device (``RecoveryPolicy/off``).
  public static func nist(issuer: String) -> TwoFactorConfiguration {
    var rules = TwoFactorConfiguration(issuer: issuer)
    rules.passwordDelay.disableAfter = 100
    rules.factorDelay.disableAfter = 100
    rules.devices = .none
    rules.recovery = .off
    return rules
  }

  /// How likely it is at most that one guess is a right code, for an account
  /// with so many apps of the parameters ``totp``: as many codes are right as
  /// there are apps, times the steps of the window (RFC 4226 section 7.3).
  ///
  /// All apps of an account share the waits after wrong codes
  /// (``factorDelay``): a guess is looked at once, for all of them together.
  ///
  /// - Parameter apps: How many; as many as allowed if it is not said.
  public func guessProbability(apps: Int? = nil) -> Double {
    let window = drift.window
    let steps = Double(window.past) + 1 + Double(window.future)
    var codes = 1.0
    for _ in 0..<max(0, min(totp.digits, 9)) { codes *= 10 }
    return min(1, Double(max(0, apps ?? appLimit)) * steps / codes)
  }

  func delay(_ guarded: Guarded) -> DelayPolicy {
    switch guarded {
    case .password: passwordDelay
    case .totp, .sms, .backup: factorDelay
    case .passwordChange: passwordDelay
    case .recovery, .enrolment, .reset:
      // These guard no authenticator that could be disabled.
      DelayPolicy(
        unchecked: factorDelay.free, first: factorDelay.first,
        longest: factorDelay.longest)
    }
  }
}
