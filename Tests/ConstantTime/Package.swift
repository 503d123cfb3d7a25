// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// The two checks of constant time, as Scripts/constant-time runs them; see
// docs/constant-time.md.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

// The core is linked as it is shipped; CProbe stands in for one function.
let linking: [LinkerSetting] = [
  .unsafeFlags(["-Xlinker", "--wrap=otp_decide"])
]

let products: [Target.Dependency] = [
  "CProbe",
  .product(name: "BackupCodes", package: "otpkit"),
  .product(name: "OTPCore", package: "otpkit"),
]

let package = Package(
  name: "ConstantTime",
  dependencies: [.package(name: "otpkit", path: "../..")],
  targets: [
    .target(name: "CProbe"),
    .executableTarget(
      name: "TaintCheck", dependencies: products, swiftSettings: settings,
      linkerSettings: linking),
    .executableTarget(
      name: "TimingCheck", dependencies: products, swiftSettings: settings,
      linkerSettings: linking),
  ],
  swiftLanguageModes: [.v6]
)
