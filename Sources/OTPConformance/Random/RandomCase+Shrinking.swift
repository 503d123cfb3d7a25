// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

// Simpler questions, to find the simplest one that still shows a difference.

extension RandomCase {
  /// Questions that are simpler in one part, the greatest steps first.
  ///
  /// Each part can only become simpler, so that taking one after the other
  /// comes to an end.
  var simpler: [RandomCase] {
    if isBackup { return simplerStories }
    guard isKeyed else {
      let plain = writing == .padded ? [] : [with { $0.writing = .padded }]
      return plain + simplerKeys
    }
    if isChallenge { return simplerChallenges + simplerHashes + simplerKeys }
    if isURI { return simplerURIs + simplerSettings + simplerKeys }
    var all = isVerifier ? simplerStories + simplerWindows : []
    all += simplerSettings
    if isHOTP { all += counter.simpler.map { n in with { $0.counter = n } } }
    if isTOTP { all += simplerTimes }
    if isCheck { all += simplerChecks }
    if operation == "hmac.compute" {
      all += Self.simplerBytes(message, than: [])
        .map { bytes in with { $0.message = bytes } }
    }
    return all + simplerKeys
  }

  private func with(_ change: (inout RandomCase) -> Void) -> RandomCase {
    var copy = self
    change(&copy)
    return copy
  }

  private var simplerSettings: [RandomCase] {
    var all = simplerHashes
    all += (6..<max(6, digits)).map { count in with { $0.digits = count } }
    if fault != nil { all.append(with { $0.fault = nil }) }
    return all
  }

  private var simplerHashes: [RandomCase] {
    algorithm == .sha1 ? [] : [with { $0.algorithm = .sha1 }]
  }

  private var simplerTimes: [RandomCase] {
    var all: [RandomCase] = []
    if t0 != 0 {
      all.append(
        with {
          $0.time -= $0.t0
          $0.t0 = 0
        })
      if t0 > 1 { all.append(with { $0.t0 = 1 }) }
    }
    if step != 30 { all.append(with { $0.step = 30 }) }
    let whole = time - (time - t0) % max(1, step)
    let times = UInt64(max(0, time - t0)).simpler.map { t0 + Int64($0) }
    all += ([t0, whole] + times).filter { $0 < time }
      .map { time in with { $0.time = time } }
    return all
  }

  private var simplerChecks: [RandomCase] {
    var all: [RandomCase] = []
    if typing != .exact { all.append(with { $0.typing = .exact }) }
    if after != nil { all.append(with { $0.after = nil }) }
    all += simplerWindows
    if places.count > 2 { all.append(with { $0.places.removeLast() }) }
    if let nearest = places.map(\.magnitude).min(), nearest > 0 {
      // All places move together: what lies between them stays.
      let shift = places[0] > 0 ? -1 : 1
      all.append(moved(by: shift * Int(nearest)))
      all.append(moved(by: shift))
    }
    return all
  }

  private var simplerWindows: [RandomCase] {
    var all = past.simpler.map { size in with { $0.past = size } }
    all += future.simpler.map { size in with { $0.future = size } }
    guard past > 0, past == future else { return all }
    return all
      + past.simpler.map { size in
        with { ($0.past, $0.future) = (size, size) }
      }
  }

  private func moved(by shift: Int) -> RandomCase {
    with {
      $0.places = $0.places.map { $0 + shift }
      $0.after = $0.after.map { $0 + shift }
    }
  }

  private var simplerKeys: [RandomCase] {
    Self.simplerBytes(key, than: Self.simpleKey)
      .map { key in with { $0.key = key } }
  }

  /// Simpler bytes: the simplest of all, then fewer, then plain ones.
  private static func simplerBytes(
    _ bytes: [UInt8], than simplest: [UInt8]
  ) -> [[UInt8]] {
    guard bytes != simplest else { return [] }
    let least = simplest.isEmpty ? 0 : 16
    let counts = bytes.count.simpler.filter { $0 >= least }
    let plain = [UInt8](repeating: 0x31, count: bytes.count)
    let half = bytes.count / 2
    var all = [simplest] + counts.map { Array(bytes.prefix($0)) }
    var plainer = [plain, bytes, bytes]
    plainer[1].replaceSubrange(..<half, with: plain.prefix(half))
    plainer[2].replaceSubrange(half..., with: plain.dropFirst(half))
    for place in bytes.indices.prefix(64) {
      plainer.append(bytes)
      plainer[plainer.count - 1][place] = 0x31
    }
    all += plainer.filter { $0 != bytes }
    return all
  }
}

extension UInt64 {
  /// Smaller numbers: nearer to 0 first, and powers of two among them.
  fileprivate var simpler: [UInt64] {
    guard self > 0 else { return [] }
    let power: UInt64 = 1 << UInt64(bitWidth - 1 - leadingZeroBitCount)
    let parts = [2, 3, 5, 8, 16].map { self - self >> $0 }
    let all = [0, 1, power, self >> 8, self >> 1] + parts + [self - 1]
    return all.filter { $0 < self }
  }
}

extension Int {
  /// Smaller sizes.
  fileprivate var simpler: [Int] {
    guard self > 0 else { return [] }
    return [0, 1, self / 2, self - self / 4, self - self / 8, self - 1]
      .filter { $0 < self }
  }
}
