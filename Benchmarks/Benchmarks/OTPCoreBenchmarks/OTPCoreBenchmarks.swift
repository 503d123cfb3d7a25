// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Benchmark
import CBare
import OTPCore
import Rounds

/// otpkit alone: every operation on every backend, and what can be said of it
/// by itself as a ratio.
let benchmarks: @Sendable () -> Void = {
  guard let inputs = try? Inputs() else { return print("no inputs") }
  for backend in Backend.available {
    let ours = Ours(backend)
    for work in Work.allCases {
      if let job = ours.job(work, inputs) {
        solo("\(work.rawValue) | \(backend)", job)
      }
    }
    compareWithBare(ours, inputs)
    compareWindowWithCode(ours, inputs)
    measurePasses(backend)
  }
  compareThreads(Ours(.best), inputs)
  measureBackupCodes()
  measureSignIn()
}

/// A run against nothing but its compressions, at the same width: how little
/// is spent on the rest.
private func compareWithBare(_ ours: Ours, _ inputs: Inputs) {
  let works: [(Work, Int32)] = [
    (.runSHA1, 0), (.runSHA256, 1), (.runSHA512, 2),
  ]
  for (work, hash) in works {
    guard let run = ours.job(work, inputs),
      bare_compressions(ours.name, hash, 1) != 0
    else { continue }
    let bare = Job(count: run.count) {
      blackHole(bare_compressions(ours.name, hash, run.count))
    } answers: {
      []
    }
    paired(
      "\(work.rawValue) | \(ours.name) vs bare compressions", run, vs: bare)
  }
}

/// A window of seven against a single code: the lanes make it almost free.
private func compareWindowWithCode(_ ours: Ours, _ inputs: Inputs) {
  guard let window = ours.job(.verify3, inputs),
    let code = ours.job(.code, inputs)
  else { return }
  paired(
    "\(Work.verify3.rawValue) | \(ours.name) vs one code", window, vs: code)
}
