// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import CScan
import OTPCore

/// One piece of work with a key that is made and released in it.
struct Operation: Sendable {
  let name: String

  /// The hash whose states are looked for.
  let algorithm: HashAlgorithm

  /// The kernels that do the work.
  let backend: Backend

  /// What HMAC takes in beside the key.
  let message: [UInt8]

  /// Where a copy of the key must be found: in a control.
  let leaves: Place?

  enum Place: Sendable { case stack, heap }

  typealias Work = @Sendable () throws -> Void

  /// Prepares the work with a key.
  ///
  /// What the work captures is the caller's, and is not looked at.
  let prepare: @Sendable ([UInt8]) throws -> Work

  init(
    _ name: String, _ algorithm: HashAlgorithm = .sha1,
    _ backend: Backend = .best,
    message: [UInt8] = counterMessage, leaves: Place? = nil,
    prepare:
      @escaping @Sendable ([UInt8]) throws -> Work
  ) {
    self.name = "\(backend) \(algorithm.rawValue) \(name)"
    self.algorithm = algorithm
    self.backend = backend
    self.message = message
    self.leaves = leaves
    self.prepare = prepare
  }

  /// The counter of every operation on codes, and the bytes of it.
  static let counter: UInt64 = 1_000
  static let counterMessage: [UInt8] = [0, 0, 0, 0, 0, 0, 3, 232]

  /// A key of a digest's length; the same at every start of the program, so
  /// that a failure can be had again.
  func key(_ round: Int) -> [UInt8] {
    var word = 0x9e37_79b9_7f4a_7c15 &* UInt64(round + 1)
    return (0..<algorithm.digestByteCount).map { _ in
      word = word &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: word >> 56)
    }
  }
}

// MARK: - Running

/// What was found of an operation: how many words of each kind.
struct Finding: Equatable {
  var stack: [Int]
  var heap: [Int]
  var totals: [Int]

  /// Whether an operation has left what it may.
  ///
  /// - Parameter known: How many words of each kind its kernels leave on the
  ///   stack.
  func passes(_ operation: Operation, known: [Int]) -> Bool {
    switch operation.leaves {
    case .none:
      heap.allSatisfy { $0 == 0 } && zip(stack, known).allSatisfy { $0 <= $1 }
    // The key is the second kind.
    case .stack: stack[1] == totals[1]
    case .heap: heap[1] == totals[1]
    }
  }

  /// A line of figures: pads, key, padded key, digest.
  var description: String {
    let parts = ["pads", "key", "padded key", "digest"].indices.map { kind in
      "\(stack[kind])+\(heap[kind])/\(totals[kind])"
    }
    return parts.map { $0 + String(repeating: " ", count: 9 - $0.count) }
      .joined()
  }
}

/// Hands the work to a thread.
private final class Box {
  let work: Operation.Work
  var error: (any Error)?

  init(_ work: @escaping Operation.Work) { self.work = work }
}

extension Operation {
  /// Does the work twice, with two keys, and looks for what both left.
  func run() throws -> Finding {
    scan_forget()
    for round in 0..<2 {
      if round > 0 { scan_again() }
      let key = key(round)
      unsafe scan_expect(
        UInt32(algorithm.digestByteCount * 8), key, key.count, message,
        message.count)
      let box = Box(try prepare(key))
      let context = unsafe Unmanaged.passUnretained(box).toOpaque()
      unsafe scan_run(
        { context in
          guard let context = unsafe context else { return }
          let box = unsafe Unmanaged<Box>.fromOpaque(context)
            .takeUnretainedValue()
          do { try box.work() } catch { box.error = error }
        }, context)
      if let error = box.error { throw error }
    }
    let kinds = [scan_pads, scan_key, scan_padded_key, scan_digest]
    return Finding(
      stack: kinds.map { Int(scan_on_stack($0)) },
      heap: kinds.map { Int(scan_on_heap($0)) },
      totals: kinds.map { Int(scan_total($0)) })
  }
}
