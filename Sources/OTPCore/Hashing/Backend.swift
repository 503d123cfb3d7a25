// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import COTPKernels

/// One set of kernels: a way to compute many codes side by side on one
/// instruction set.
///
/// Every backend gives the same results. An application needs none of this: it
/// gets the fastest backend of its machine. A server may log
/// ``best`` when it starts, tests and benchmarks compare all of ``available``,
/// and the report of a fault names the backend that shows it.
@safe
public struct Backend: Hashable, @unchecked Sendable, CustomStringConvertible {
  // Unchecked, because a pointer is not Sendable. This one points to a constant
  // of the program.

  /// The kernels themselves.
  let kernels: OpaquePointer?

  private init(index: Int) {
    unsafe kernels = otp_backend_at(index)
  }

  private init(kernels: OpaquePointer?) {
    unsafe self.kernels = kernels
  }

  /// Every backend that this machine can run, the fastest first.
  ///
  /// There are always two: `baseline` and `single` need no extension of the
  /// instruction set.
  public static var available: [Backend] {
    (0..<otp_backend_count()).map(Backend.init(index:))
  }

  /// The kernels of the SHA extensions over a model of their instructions: for
  /// tests on machines that do not have them.
  ///
  /// It is slow, and is not among those that are ``available``.
  @_spi(Testing) public static var model: Backend {
    unsafe Backend(kernels: otp_backend_model())
  }

  /// The fastest backend of this machine.
  public static var best: Backend { Backend(index: 0) }

  /// The backend called `name`, or `nil` if this machine has no such backend.
  public init?(named name: String) {
    guard let found = Backend.available.first(where: { $0.name == name })
    else { return nil }
    self = found
  }

  /// The name, such as `baseline`.
  public var name: String {
    unsafe String(cString: otp_backend_name(kernels))
  }

  /// The same as ``name``.
  public var description: String { name }

  /// Whether both are the same kernels.
  public static func == (a: Backend, b: Backend) -> Bool {
    unsafe a.kernels == b.kernels
  }

  /// Hashes the identity of the kernels.
  public func hash(into hasher: inout Hasher) {
    unsafe hasher.combine(kernels)
  }
}
