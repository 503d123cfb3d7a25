// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Apps whose last step lies in the future: it was stored while a clock was
// ahead, and every code of the right time would be refused until then.

extension Turn {
  /// The steps that a resynchronisation reaches to either side, and the widest
  /// window around them.
  var reach: Int {
    let window = rules.drift.window
    let widest = max(rules.drift.resync, 120) + max(window.past, window.future)
    return widest + max(rules.drift.limit, 0) + 2
  }

  /// The present step of an app; `nil` before 1970.
  func step(of factor: TOTPFactor) -> UInt64? {
    try? now.step(period: max(1, factor.parameters.period), t0: 0)
  }

  /// Whether the last step lies further ahead than any app can be.
  func isAhead(_ factor: TOTPFactor) -> Bool {
    guard let last = factor.state.lastAcceptedStep,
      let current = step(of: factor)
    else { return false }
    return last > current.shifted(by: reach)
  }

  /// The steps around the last one that stay used when it is given up.
  func usedSteps(of factor: TOTPFactor) -> BurntSteps? {
    factor.state.lastAcceptedStep.map { last in
      BurntSteps(first: last.shifted(by: -reach), last: last)
    }
  }

  /// The last step that a backup code used up, unless a clock was ahead then.
  func recentlyBurnt(_ factor: TOTPFactor) -> UInt64? {
    guard let last = factor.burnt?.last, let current = step(of: factor),
      last <= current.shifted(by: max(0, factor.state.drift) + 2)
    else { return nil }
    return last
  }

  /// Gives up last steps from the future, after a proof by another factor.
  ///
  /// Everything up to the app's next step counts as used instead, so no code
  /// that was seen before works again; from the one after on the app is in use
  /// as before. The two other ways are a resynchronisation, and to set the
  /// app up anew; none needs an administrator.
  mutating func bringBackApps() {
    for (place, app) in account.apps.enumerated() {
      guard isAhead(app), let current = step(of: app) else { continue }
      let next = current.shifted(by: max(0, app.state.drift) + 1)
      account.apps[place].burnt = usedSteps(of: app)
      account.apps[place].state.lastAcceptedStep = next
      note(.resynchronized, .totp, app: app.name, reason: "clock")
    }
  }
}

extension TOTPState {
  /// Takes a step and all before it for used.
  mutating func use(_ step: UInt64?) {
    guard let step else { return }
    lastAcceptedStep = max(lastAcceptedStep ?? step, step)
  }
}

extension UInt64 {
  /// So many steps later or earlier, within what the type holds.
  func shifted(by steps: Int) -> UInt64 {
    let (sum, overflow) =
      steps < 0
      ? subtractingReportingOverflow(steps.magnitudeAsUInt64)
      : addingReportingOverflow(steps.magnitudeAsUInt64)
    guard overflow else { return sum }
    return steps < 0 ? 0 : .max
  }
}

extension Int {
  fileprivate var magnitudeAsUInt64: UInt64 { UInt64(magnitude) }
}
