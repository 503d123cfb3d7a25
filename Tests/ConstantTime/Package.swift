// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

// The two checks of constant time, as Scripts/constant-time runs them, and the
// check of wiping (Scripts/check-wiping); see docs/constant-time.md.

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
  .product(name: "BackupCodes", package: "otpkit"),
  .product(name: "OCRA", package: "otpkit"),
  .product(name: "OTPCore", package: "otpkit"),
  .product(name: "TwoFactor", package: "otpkit"),
]

let package = Package(
  name: "ConstantTime",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "otpkit", path: "../..")],
  targets: [
    .target(name: "CProbe"),
    .executableTarget(
      name: "TaintCheck", dependencies: products + ["CProbe"],
      swiftSettings: settings,
      linkerSettings: linking),
    .executableTarget(
      name: "TimingCheck", dependencies: products + ["CProbe"],
      swiftSettings: settings,
      linkerSettings: linking),
    .target(name: "CScan", linkerSettings: [.linkedLibrary("crypto")]),
    .executableTarget(
      name: "WipingCheck", dependencies: products + ["CScan"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
