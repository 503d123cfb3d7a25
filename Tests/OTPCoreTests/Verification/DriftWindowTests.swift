// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore
import Testing

@Suite struct DriftWindowTests {
  @Test(arguments: [(0, 0), (1, 1), (50, 50), (50, 0), (0, 50)])
  func sides(past: Int, future: Int) throws {
    let window = try DriftWindow(past: past, future: future)
    #expect(window.past == past)
    #expect(window.future == future)
  }

  @Test(arguments: [
    (-1, 0), (0, -1), (51, 0), (0, 51), (.min, 0), (0, .max),
  ])
  func limits(past: Int, future: Int) {
    let bad = (0...50).contains(past) ? future : past
    #expect(throws: ParameterError.window(bad, limit: 50)) {
      try DriftWindow(past: past, future: future)
    }
  }

  @Test func constants() throws {
    #expect(DriftWindow.default == (try DriftWindow(past: 1, future: 1)))
    #expect(DriftWindow.strict == (try DriftWindow(past: 0, future: 0)))
  }
}
