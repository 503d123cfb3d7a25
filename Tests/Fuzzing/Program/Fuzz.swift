// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets

// What libFuzzer calls: it brings the program's `main`.

/// The target that is fuzzed; the environment names it, since libFuzzer starts
/// the program again by itself.
private let target = FuzzTarget(
  rawValue: ProcessInfo.processInfo.environment["OTPKIT_FUZZ_TARGET"] ?? "")

/// Called once, before the first input.
///
/// With `OTPKIT_FUZZ_SEEDS` set it writes the inputs to begin with into that
/// folder, in a folder for each target, and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(
  _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutableRawPointer
) -> CInt {
  if let folder = ProcessInfo.processInfo.environment["OTPKIT_FUZZ_SEEDS"] {
    do {
      try writeSeeds(to: URL(filePath: folder))
      exit(0)
    } catch {
      print("Fuzz: \(error)")
      exit(2)
    }
  }
  guard target == nil else { return 0 }
  print("Fuzz: OTPKIT_FUZZ_TARGET names no target")
  exit(2)
}

private func writeSeeds(to folder: URL) throws {
  for target in FuzzTarget.allCases {
    let seeds = folder.appending(path: target.rawValue)
    try FileManager.default.createDirectory(
      at: seeds, withIntermediateDirectories: true)
    for (index, seed) in target.seeds.enumerated() {
      try Data(seed).write(to: seeds.appending(path: "seed-\(index)"))
    }
  }
}

/// Called with each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard let target else { return 0 }
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  let done = DispatchSemaphore(value: 0)
  Task {
    do {
      try await target.run(input)
    } catch {
      fatalError("\(target.rawValue): \(error)")
    }
    done.signal()
  }
  done.wait()
  return 0
}
