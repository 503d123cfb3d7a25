// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Rounds

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Two threads, each with a run of its own, against one of them.
///
/// The ratio is that of the throughputs; nothing is shared, so 2 is the limit.
func compareThreads(_ ours: Ours, _ inputs: Inputs) {
  guard let mine = ours.job(Work(.run), inputs),
    let other = ours.job(Work(.run), inputs)
  else { return }
  // Some 20 ms, of which starting a thread is next to nothing.
  let repeats = 1_000
  let one = Job(count: repeats * mine.count) {
    for _ in 0..<repeats { mine.run() }
  } answers: {
    []
  }
  let both = Job(count: 2 * one.count) {
    let thread = Thread { for _ in 0..<repeats { other.run() } }
    one.run()
    thread.join()
  } answers: {
    []
  }
  paired("\(Work(.run).name) | two threads vs one", both, vs: one)
}

/// A thread of the system.
private struct Thread {
  #if canImport(Darwin)
  private var handle: pthread_t?
  #else
  private var handle = pthread_t()
  #endif

  /// What the thread does, where a C function can find it.
  private final class Body {
    let run: () -> Void

    init(_ run: @escaping () -> Void) { self.run = run }
  }

  init(_ run: @escaping () -> Void) {
    let body = Unmanaged.passRetained(Body(run)).toOpaque()
    pthread_create(
      &handle, nil,
      { body in
        let pointer: UnsafeMutableRawPointer? = body
        guard let pointer else { return nil }
        Unmanaged<Body>.fromOpaque(pointer).takeRetainedValue().run()
        return nil
      }, body)
  }

  func join() {
    #if canImport(Darwin)
    guard let handle else { return }
    #endif
    pthread_join(handle, nil)
  }
}
