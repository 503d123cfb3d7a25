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
    for work in Work.all {
      if let job = ours.job(work, inputs) {
        solo("\(work.name) | \(backend)", job)
      }
    }
    compareWithBare(ours, inputs)
    compareWindowWithCode(ours, inputs)
    measurePasses(backend)
  }
  compareExtensions(inputs)
  compareThreads(Ours(.best), inputs)
  measureBackupCodes()
  measureSignIn()
}

/// A run against nothing but its compressions, at the same width: how little
/// is spent on the rest.
private func compareWithBare(_ ours: Ours, _ inputs: Inputs) {
  let works: [(work: Work, hash: Int32, pairs: Int)] = [
    (Work(.run, .sha1), 0, 1), (Work(.run, .sha256), 1, 1),
    (Work(.run, .sha512), 2, 1), (Work(.audit), 0, 2),
  ]
  for (work, hash, pairs) in works {
    guard let run = ours.job(work, inputs),
      bare_compressions(ours.name, hash, 1) != 0
    else { continue }
    let bare = Job(count: run.count) {
      blackHole(bare_compressions(ours.name, hash, pairs * run.count))
    } answers: {
      []
    }
    let bareName = pairs == 1 ? "bare compressions" : "four bare compressions"
    paired("\(work.name) | \(ours.name) vs \(bareName)", run, vs: bare)
  }
}

/// Windows against a single code.
private func compareWindowWithCode(_ ours: Ours, _ inputs: Inputs) {
  let windows = [
    Work(.verify1, .sha1), Work(.verify1, .sha256), Work(.verify1, .sha512),
    Work(.verify3),
  ]
  for work in windows {
    guard let window = ours.job(work, inputs),
      let code = ours.job(Work(.code, work.algorithm), inputs)
    else { continue }
    paired("\(work.name) | \(ours.name) vs one code", window, vs: code)
  }
}

/// The extensions against the lanes of AVX2, where there is no AVX-512.
private func compareExtensions(_ inputs: Inputs) {
  let work = Work(.run, .sha256)
  let named = { name in Backend.available.first { "\($0)" == name } }
  guard let extensions = named("avx2+sha"), let lanes = named("avx2"),
    let ours = Ours(extensions).job(work, inputs),
    let others = Ours(lanes).job(work, inputs)
  else { return }
  paired("\(work.name) | \(extensions) vs \(lanes)", ours, vs: others)
}
