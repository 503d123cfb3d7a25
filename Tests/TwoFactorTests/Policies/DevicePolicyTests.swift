// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import TwoFactor

@Suite struct DevicePolicyTests {
  @Test(arguments: [
    (DevicePolicy.Binding.exact, "192.0.2.1", "192.0.2.1", true),
    (.exact, "192.0.2.1", "192.0.2.2", false),
    (.exact, "192.0.2.1", "::ffff:192.0.2.1", true),
    (.exact, "2001:db8::1", "2001:0DB8:0:0:0:0:0:1", true),
    (.exact, "laptop", "laptop", false),
    (.prefix(v4: 24, v6: 64), "192.0.2.1", "192.0.2.200", true),
    (.prefix(v4: 24, v6: 64), "192.0.2.1", "192.0.3.1", false),
    (.prefix(v4: 24, v6: 64), "2001:db8::1", "2001:db8::ffff:1", true),
    (.prefix(v4: 24, v6: 64), "2001:db8::1", "2001:db8:0:1::1", false),
    (.prefix(v4: 24, v6: 64), "192.0.2.1", "2001:db8::1", false),
    (.off, "192.0.2.1", "nowhere", true),
  ])
  func addresses(
    _ binding: DevicePolicy.Binding, _ trusted: String, _ address: String,
    _ isPermitted: Bool
  ) throws {
    let policy = try DevicePolicy(lifetime: 60, binding: binding)
    #expect(policy.permits(address, trusted: trusted) == isPermitted)
  }

  @Test func noAddressIsNearToNone() {
    #expect(!DevicePolicy.default.permits(nil, trusted: nil))
    #expect(!DevicePolicy.default.permits("192.0.2.1", trusted: nil))
  }

  @Test func theOldestGivesWay() async throws {
    let world = try World { $0.devices.limit = 2 }
    let (app, _) = try await world.withApp()
    var devices: [String] = []
    for _ in 0..<3 {
      let session = try await world.signIn(
        app: app, remember: true, address: "192.0.2.1")
      devices.append(try #require(session.device))
    }
    for (device, isKnown) in zip(devices, [false, true, true]) {
      let answer = try await world.service.signIn(
        "alice", password: World.password, device: device,
        address: "192.0.2.1")
      #expect((answer.session != nil) == isKnown)
    }
  }

  @Test func aPolicyOfNoneRemembersNothing() async throws {
    let world = try World { $0.devices = .none }
    let (app, _) = try await world.withApp()
    let session = try await world.signIn(
      app: app, remember: true, address: "192.0.2.1")
    #expect(session.device == nil)
  }

  @Test func aStricterPolicyHoldsForDevicesRememberedBefore() async throws {
    var world = try World { $0.devices.binding = .off }
    let (app, _) = try await world.withApp()
    let device = try #require(
      try await world.signIn(app: app, remember: true).device)
    var rules = world.service.rules
    rules.devices = .none
    try world.service.apply(rules)
    let answer = try await world.service.signIn(
      "alice", password: World.password, device: device)
    #expect(answer.session == nil)
  }
}
