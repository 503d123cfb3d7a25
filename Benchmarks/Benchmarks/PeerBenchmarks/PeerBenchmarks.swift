// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import OTPCore
import Rounds

/// The same work by otpkit and by everybody else, in one process and in turn.
///
/// liboath is put beside every backend, the others beside the best one.
let benchmarks: @Sendable () -> Void = {
  guard let inputs = try? Inputs() else { return print("no inputs") }
  let liboath = installed("liboath", Liboath())
  var rivals: [any Rival] = [
    LibcryptoOneShot(), LibcryptoMAC(), LibcryptoLowLevel(), SwiftCrypto(),
  ]
  if let rival = installed("libcotp", Libcotp()) { rivals.append(rival) }
  if let rival = installed("IPSec-MB", IPSecMB(inputs)) { rivals.append(rival) }

  for backend in Backend.available {
    let ours = Ours(backend)
    for work in Work.all {
      if let liboath { compare(work, ours, vs: liboath, inputs) }
      guard backend == .best else { continue }
      for rival in rivals { compare(work, ours, vs: rival, inputs) }
    }
    for algorithm in HashAlgorithm.allCases {
      let work = Work(.code, algorithm)
      guard let code = ours.job(work, inputs) else { continue }
      let transform = LibcryptoTransform(algorithm)
      paired(
        "\(work.name) | \(ours.name) vs \(transform.name)", code,
        vs: transform.job(inputs))
    }
  }
}

/// A rival, if it is installed; a line that says so, if not.
private func installed<R: Rival>(_ name: String, _ rival: R?) -> R? {
  if rival == nil {
    print("skipped: \(name) is not installed (Scripts/setup --peers)")
  }
  return rival
}
