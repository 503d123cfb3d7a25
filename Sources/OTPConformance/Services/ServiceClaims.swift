// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

/// What the adapter of a running service says of it in `hello`.
public struct ServiceClaims: Sendable, Equatable {
  /// The host that the service runs on.
  public var host: String
  /// Whether whoever wrote the adapter may guess codes there.
  public var isMine: Bool
  /// How many time steps before the current one are accepted.
  public var past: Int?
  /// How many time steps after the current one are accepted.
  public var future: Int?
  /// By how many steps codes that come late may move that window in all.
  public var drift: Int?
  /// After how many wrong codes in a row the right one is refused.
  public var attempts: Int?
  /// How long it then is refused, in seconds.
  public var lock: Int?
  /// How long a device is remembered, in seconds.
  public var remember: Int?

  /// Makes the claims; what is not declared is not known.
  public init(
    host: String, isMine: Bool = false, past: Int? = nil, future: Int? = nil,
    drift: Int? = nil, attempts: Int? = nil, lock: Int? = nil,
    remember: Int? = nil
  ) {
    self.host = host
    self.isMine = isMine
    self.past = past
    self.future = future
    self.drift = drift
    self.attempts = attempts
    self.lock = lock
    self.remember = remember
  }

  /// Whether the host is this machine: a name or address of loopback.
  var isLoopback: Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    let isAddress = parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    return host == "localhost" || host == "::1"
      || isAddress && parts.first == "127"
  }

  /// Why the kit does not guess codes there.
  var fault: String? {
    guard !isLoopback, !isMine else { return nil }
    return "the kit guesses codes, and \(host.quoted) is neither this machine"
      + " nor said to be yours: \"target\": {\"host\": …, \"mine\": true}"
  }
}

extension ServiceClaims {
  /// Reads `target` and `service` of a `hello`; `nil` without `target`.
  init?(hello: JSONObject) throws(ReplyError) {
    guard let target = hello["target"] else { return nil }
    guard let host = target.object?["host"]?.string, !host.isEmpty else {
      throw ReplyError("target in hello needs host, a string")
    }
    try target.object?.checkNames(of: "field of target", ["host", "mine"])
    let declared = hello["service"]?.object ?? [:]
    try declared.checkNames(
      of: "field of service",
      ["past", "future", "drift", "attempts", "lock", "remember"])
    func number(_ name: String) throws(ReplyError) -> Int? {
      guard let json = declared[name] else { return nil }
      guard let number = json.integer, (0...1_000_000_000).contains(number)
      else {
        throw ReplyError("service.\(name) in hello is not a whole number")
      }
      return number
    }
    self.init(
      host: host, isMine: target.object?["mine"] == true,
      past: try number("past"), future: try number("future"),
      drift: try number("drift"), attempts: try number("attempts"),
      lock: try number("lock"), remember: try number("remember"))
  }

  /// The members `target` and `service` of a `hello`.
  var members: [(String, JSON)] {
    let numbers = [
      ("past", past), ("future", future), ("drift", drift),
      ("attempts", attempts), ("lock", lock), ("remember", remember),
    ].compactMap { name, number in number.map { (name, JSON.integer($0)) } }
    return [
      ("target", ["host": .string(host), "mine": .bool(isMine)]),
      ("service", .object(JSONObject(numbers))),
    ]
  }
}

extension Claims {
  /// Whether a running service is tested.
  package var isOfService: Bool {
    capabilities.contains { $0.hasPrefix("service.") }
  }

  /// Whether time passes in this service as it does for everybody.
  package var waitsInRealTime: Bool {
    isOfService && !capabilities.contains("service.clock")
  }

  /// Whether a case is about what is claimed: cases of services are for
  /// services, and the others for implementations of codes.
  func concerns(_ entry: VectorEntry) -> Bool {
    guard entry.file.suite != "service" else { return isOfService }
    return !isOfService
      || capabilities.contains { !$0.hasPrefix("service.") }
  }

  /// Why a service must not be tested, if that is so.
  var serviceFault: String? {
    guard isOfService else { return nil }
    guard let service else {
      return "the adapter of a service says in hello which host it uses, and"
        + " that it may: \"target\": {\"host\": …, \"mine\": true}"
    }
    return service.fault
  }
}
