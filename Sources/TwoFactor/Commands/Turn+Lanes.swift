// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Wrong passwords are counted apart for those who can be told apart.

/// Where a password comes from, as far as waits go.
enum Lane: Equatable {
  /// From nowhere in particular: one count for all of them.
  case stranger
  /// From a remembered device, at its place in the account.
  case device(Int)
  /// From an address that signed in lately, at its place in the account.
  case address(Int)
}

extension Turn {
  /// The lane of a request.
  ///
  /// The token of a remembered device is enough, wherever the device is.
  func lane(device: String?) -> Lane {
    if let hash = device.map(TokenHash.init(of:)),
      let place = account.devices.firstIndex(where: {
        $0.token == hash && $0.trustedAt <= latest
      })
    {
      return .device(place)
    }
    guard let here = address.flatMap(NetworkAddress.init),
      let place = account.familiar.firstIndex(where: {
        NetworkAddress($0.address)?.isNeighbour(of: here) ?? false
      })
    else { return .stranger }
    return .address(place)
  }

  /// The seconds until a password is looked at; `nil` for none.
  func wait(_ lane: Lane) -> Int? {
    if isPasswordDisabled { return rules.passwordDelay.longest }
    return throttle(lane)?.wait(at: now, rules.passwordDelay)
  }

  /// Counts a wrong password.
  mutating func fail(_ lane: Lane) {
    let now = now
    switch lane {
    case .stranger: fail(.password)
    case .device(let place):
      account.devices[place].throttle.orNew { $0.fail(at: now) }
    case .address(let place):
      account.familiar[place].throttle.orNew { $0.fail(at: now) }
    }
  }

  /// Forgets the failures of a lane whose password was right.
  ///
  /// Those of the others stay, or each of the owner's sign-ins would give a
  /// stranger some quick guesses. Where failures disable a password, all are
  /// forgotten: only failures in a row count there (NIST SP 800-63B-4 section
  /// 3.2.2).
  mutating func succeed(_ lane: Lane) {
    if lane == .stranger || rules.passwordDelay.disableAfter != nil {
      succeed(.password)
    }
    let all = rules.passwordDelay.disableAfter != nil
    for place in account.devices.indices
    where (all || lane == .device(place))
      && account.devices[place].throttle != nil
    {
      account.devices[place].throttle = nil
    }
    for place in account.familiar.indices
    where (all || lane == .address(place))
      && account.familiar[place].throttle != nil
    {
      account.familiar[place].throttle = nil
    }
  }

  private func throttle(_ lane: Lane) -> Throttle? {
    switch lane {
    case .stranger: account.throttles[.password]
    case .device(let place): account.devices[place].throttle
    case .address(let place): account.familiar[place].throttle
    }
  }

  /// Whether the failures of all lanes together have disabled the password.
  private var isPasswordDisabled: Bool {
    guard let most = rules.passwordDelay.disableAfter else { return false }
    let throttles =
      [account.throttles[.password], account.throttles[.passwordChange]]
      + account.devices.map(\.throttle) + account.familiar.map(\.throttle)
    let failures = throttles.reduce(0) { sum, throttle in
      sum.addingReportingOverflow(throttle?.failures ?? 0).partialValue
    }
    return failures >= most
  }

  /// Notes where a sign-in was completed.
  mutating func rememberAddress() {
    let policy = rules.familiar
    guard policy.addresses > 0, let address,
      let here = NetworkAddress(address)
    else { return }
    let place = account.familiar.firstIndex {
      NetworkAddress($0.address)?.isNeighbour(of: here) ?? false
    }
    var entry = FamiliarAddress(address: address, lastSignIn: now)
    if let place {
      entry.throttle = account.familiar[place].throttle
      // Once a day is often enough to write it down.
      let last = account.familiar[place].lastSignIn
      if last <= now, now < last.advanced(by: 86_400) { return }
      account.familiar.remove(at: place)
    }
    account.familiar.append(entry, keeping: policy.addresses)
  }
}

extension Throttle? {
  fileprivate mutating func orNew(_ change: (inout Throttle) -> Void) {
    var throttle = self ?? Throttle()
    change(&throttle)
    self = throttle
  }
}
