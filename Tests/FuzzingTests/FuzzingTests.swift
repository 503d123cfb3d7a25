// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What fuzzing found once is read again by every test run, with the seeds and
/// a few thousand mutants of them.
struct FuzzingTests {
  @Test(arguments: FuzzTarget.allCases)
  func readsWhatOnceBrokeIt(target: FuzzTarget) async throws {
    let folder = Repository.url("Tests/FuzzingTests/Regressions")
      .appending(path: target.rawValue)
    let files = try? FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    for file in files ?? [] {
      try await target.run(Array(Data(contentsOf: file)))
    }
  }

  @Test(arguments: FuzzTarget.allCases)
  func readsSeedsAndMutants(target: FuzzTarget) async throws {
    let seeds = target.seeds
    try #require(!seeds.isEmpty)
    for seed in seeds { try await target.run(seed) }
    let number = UInt64.random(in: 0 ... .max)
    var generator = SeededGenerator(seed: number)
    let small = seeds.filter { $0.count < 2_000 }
    for _ in 0..<500 {
      guard var bytes = small.randomElement(using: &generator) else { return }
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        Self.mutate(&bytes, &generator)
      }
      do {
        try await target.run(bytes)
      } catch {
        Issue.record("\(error), generator \(number), bytes \(bytes)")
      }
    }
  }

  private static func mutate(
    _ bytes: inout [UInt8], _ generator: inout SeededGenerator
  ) {
    let byte = UInt8.random(in: 0 ... .max, using: &generator)
    guard let place = bytes.indices.randomElement(using: &generator) else {
      bytes.append(byte)
      return
    }
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: bytes[place] = byte
    case 1: bytes.insert(byte, at: place)
    case 2: bytes.remove(at: place)
    default:
      let end = min(bytes.count, place + 20)
      bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
    }
  }
}
