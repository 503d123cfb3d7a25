// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct BackendTests {
  @Test func list() {
    let names = Backend.available.map(\.name)
    #expect(names.contains("baseline") && names.contains("single"))
    #expect(Set(names).count == names.count)
    #expect(Backend.best == Backend.available.first)
    #expect(Backend.available.allSatisfy { "\($0)" == $0.name })
  }

  /// Says in the log of a run whether the instructions themselves were tested.
  @Test(
    .enabled(
      if: Backend.hasSHAExtensions,
      "no SHA extensions here: their kernels run over the model only"))
  func theSHAExtensionsAreTested() {
    let names = Backend.tested.map(\.name)
    #expect(names.contains("sha") && names.contains("sha-model"))
    #expect(!Backend.available.map(\.name).contains("sha-model"))
  }

  @Test func byName() {
    for backend in Backend.available {
      #expect(Backend(named: backend.name) == backend)
    }
    #expect(Backend(named: "") == nil)
    #expect(Backend(named: "Baseline") == nil)
    #expect(Backend(named: "none such") == nil)
  }

  @Test func theKeyKeepsIt() throws {
    for backend in Backend.available {
      #expect(HMACKey(try RFC.secret(), backend: backend).backend == backend)
    }
    #expect(HMACKey(try RFC.secret()).backend == .best)
  }
}
