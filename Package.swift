// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0

import PackageDescription

/// The language mode of every Swift target here.
var settings: [SwiftSetting] = [
  // Existentials cost something; say `any` where one is meant.
  .enableUpcomingFeature("ExistentialAny"),
  // A dependency is part of our API only where `public import` says so.
  .enableUpcomingFeature("InternalImportsByDefault"),
  // A member is visible only where its module is imported.
  .enableUpcomingFeature("MemberImportVisibility"),
  // Every unsafe operation is marked where it stands.
  .strictMemorySafety(),
]

// CI sets this; an embedder's build never fails for a new warning.
if Context.environment["OTPKIT_WARNINGS_AS_ERRORS"] != nil {
  settings.append(.treatAllWarnings(as: .error))
}

/// The tests of a target, in `Tests/<target>Tests`.
func tests(
  _ target: String, with others: Target.Dependency...,
  excluding: [String] = []
) -> Target {
  .testTarget(
    name: target + "Tests",
    dependencies: [.init(stringLiteral: target), "TestSupport"]
      + others, exclude: excluding)
}

let github = "https://github.com/"

let package = Package(
  name: "otpkit",
  platforms: [.macOS(.v15)],
  // Only libraries are declared, and none needs a fetched package: what a
  // declared product uses is what everyone who embeds this package fetches.
  // `otpkit` is therefore an undeclared executable (`swift run otpkit`).
  products: [
    "OTPCore", "OCRA", "BackupCodes", "TwoFactor", "TwoFactorTesting",
    "OTPDiagnosis", "OTPConformance",
  ].map { .library(name: $0, targets: [$0]) },
  dependencies: [
    .package(url: github + "apple/swift-argument-parser", from: "1.8.2"),
    .package(url: github + "swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: Libraries
    .target(name: "COTPKernels"),
    .target(name: "OTPCore", dependencies: ["COTPKernels"]),
    .target(name: "OCRA", dependencies: ["OTPCore"]),
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .target(name: "BackupCodes", dependencies: ["CLibcrypto", "OTPCore"]),
    .target(
      name: "TwoFactor", dependencies: ["BackupCodes", "CLibcrypto", "OTPCore"]),
    .target(name: "OTPDiagnosis", dependencies: ["OTPCore"]),
    .target(name: "COTPVectors"),
    .target(name: "OTPConformance", dependencies: ["COTPVectors", "OTPCore"]),
    .target(name: "COTPScenarios"),
    .target(
      name: "TwoFactorTesting",
      dependencies: [
        "BackupCodes", "COTPScenarios", "OTPConformance", "OTPCore",
        "TwoFactor",
      ], exclude: ["Scenarios"]),

    // MARK: The program
    .target(
      name: "CoreImplementation",
      dependencies: [
        "BackupCodes", "OCRA", "OTPConformance", "OTPCore",
      ]),
    .target(
      name: "AdapterProcess",
      dependencies: [
        "OTPConformance", "OTPCore",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ]),
    .target(name: "COTPTemplates"),
    .executableTarget(
      name: "otpkit",
      dependencies: [
        "AdapterProcess", "BackupCodes", "CLibcrypto", "COTPTemplates",
        "CoreImplementation", "OTPConformance", "OTPCore", "OTPDiagnosis",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    // MARK: Tests
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .target(
      name: "NaiveStores", dependencies: ["OTPCore", "TwoFactor"],
      path: "Tests/NaiveStores"),
    .executableTarget(
      name: "DurabilityChild",
      dependencies: ["NaiveStores", "TwoFactorTesting"],
      path: "Tests/DurabilityChild"),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "AdapterProcess", "BackupCodes", "CoreImplementation", "OCRA",
        "OTPConformance", "OTPCore", "TwoFactor",
      ], path: "Tests/Fuzzing/Targets"),
    .testTarget(
      name: "FuzzingTests", dependencies: ["FuzzTargets", "TestSupport"],
      path: "Tests/FuzzingTests", exclude: ["Regressions"]),
    tests("OTPCore", with: "CLibcrypto"),
    tests("OCRA", with: "OTPCore"),
    tests("BackupCodes", with: "OTPCore"),
    tests(
      "TwoFactor", with: "BackupCodes", "OTPConformance", "OTPCore",
      "TwoFactorTesting", "DurabilityChild", "NaiveStores",
      excluding: ["FormatOne", "FormatTwo"]),
    tests("OTPDiagnosis", with: "OTPCore"),
    tests("OTPConformance", with: "CLibcrypto", "OTPCore"),
    tests("CoreImplementation", with: "OTPConformance", "OTPCore"),
    tests(
      "AdapterProcess", with: "COTPTemplates", "CoreImplementation",
      "OTPConformance", excluding: ["HostileAdapters"]),
    tests("otpkit", with: "OTPCore"),
  ],
  swiftLanguageModes: [.v6]
)

// Scripts/fuzz sets this: only with its sanitizer does the program link.
if Context.environment["OTPKIT_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["FuzzTargets"],
      path: "Tests/Fuzzing/Program"))
}

for target in package.targets where target.type != .system {
  target.swiftSettings = settings
}
