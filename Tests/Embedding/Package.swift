// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// A package that embeds otpkit's core, as any other would. Scripts/
// check-embedding builds it and looks at what it fetched and linked.

import PackageDescription

let package = Package(
  name: "Embedding",
  dependencies: [.package(name: "otpkit", path: "../..")],
  targets: [
    .executableTarget(
      name: "Embedding",
      dependencies: [.product(name: "OTPCore", package: "otpkit")])
  ]
)
