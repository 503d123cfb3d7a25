// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// Sees what the service does and how long it takes: for metrics and traces.
///
/// Adapt it to your library, such as swift-metrics or
/// swift-distributed-tracing; nothing that an observer is told names an
/// account, an address or a secret.
public protocol ServiceObserver: Sendable {
  /// Something has happened.
  func observe(_ measurement: ServiceMeasurement)

  /// Carries out a command within a span of a trace.
  ///
  /// The default only carries it out.
  func span<Answer>(
    _ command: StaticString,
    _ body: () async throws(TwoFactorError) -> Answer
  ) async throws(TwoFactorError) -> Answer
}

extension ServiceObserver {
  /// Carries out a command.
  public func span<Answer>(
    _ command: StaticString,
    _ body: () async throws(TwoFactorError) -> Answer
  ) async throws(TwoFactorError) -> Answer {
    try await body()
  }
}

/// Something that the service did.
public enum ServiceMeasurement: Sendable {
  /// A command, with the number of times that it was decided (more than 1
  /// after a lost race), the error that it ended with, and its time without
  /// what an answer is held back for.
  case command(
    StaticString, decisions: Int, error: TwoFactorError?, duration: Duration)
  /// The store was asked for an account.
  case load(failed: Bool, duration: Duration)
  /// The store was asked to save one; `lost` means that somebody else was
  /// faster.
  case save(failed: Bool, lost: Bool, duration: Duration)
  /// A message was handed to the gateway.
  case message(failed: Bool, duration: Duration)
}

/// Takes a time for an observer, and none where there is no observer.
struct Stopwatch {
  private let observer: (any ServiceObserver)?
  private let start: ContinuousClock.Instant?

  init(_ observer: (any ServiceObserver)?) {
    self.observer = observer
    start = observer == nil ? nil : .now
  }

  func tell(_ measurement: (Duration) -> ServiceMeasurement) {
    guard let observer, let start else { return }
    observer.observe(measurement(start.duration(to: .now)))
  }
}
