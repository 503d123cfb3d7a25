// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// Part of otpkit: one-time passwords, their conformance kit and benchmarks.

import PackageDescription

// MARK: - Settings

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

// MARK: - Package

let package = Package(
  name: "otpkit",
  platforms: [.macOS(.v13)],
  // Only libraries are declared, and none needs a fetched package: what a
  // declared product uses is what everyone who embeds this package fetches.
  // `otpkit` is therefore an undeclared executable (`swift run otpkit`).
  products: [
    .library(name: "OTPCore", targets: ["OTPCore"]),
    .library(name: "BackupCodes", targets: ["BackupCodes"]),
    .library(name: "TwoFactor", targets: ["TwoFactor"]),
    .library(name: "OTPConformance", targets: ["OTPConformance"]),
  ],
  dependencies: [
    .package(
      url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(
      url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // MARK: The core
    .target(name: "COTPKernels"),
    .target(
      name: "OTPCore", dependencies: ["COTPKernels"], swiftSettings: settings),

    // MARK: Backup codes
    .systemLibrary(
      name: "CLibcrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .target(
      name: "BackupCodes", dependencies: ["CLibcrypto", "OTPCore"],
      swiftSettings: settings),

    // MARK: The account layer
    .target(
      name: "TwoFactor",
      dependencies: ["BackupCodes", "CLibcrypto", "OTPCore"],
      swiftSettings: settings),

    // MARK: The conformance kit
    .target(name: "COTPVectors"),
    .target(
      name: "OTPConformance", dependencies: ["COTPVectors", "OTPCore"],
      swiftSettings: settings),
    .target(
      name: "CoreImplementation",
      dependencies: ["BackupCodes", "OTPConformance", "OTPCore", "TwoFactor"],
      swiftSettings: settings),
    .target(
      name: "AdapterProcess",
      dependencies: [
        "OTPConformance", "OTPCore",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: settings),
    .target(name: "COTPTemplates"),
    .executableTarget(
      name: "otpkit",
      dependencies: [
        "AdapterProcess", "BackupCodes", "CLibcrypto", "COTPTemplates",
        "CoreImplementation", "OTPConformance", "OTPCore",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),

    // MARK: Tests
    .testTarget(
      name: "OTPCoreTests", dependencies: ["CLibcrypto", "OTPCore"],
      swiftSettings: settings),
    .testTarget(
      name: "BackupCodesTests", dependencies: ["BackupCodes", "OTPCore"],
      swiftSettings: settings),
    .testTarget(
      name: "TwoFactorTests",
      dependencies: [
        "BackupCodes", "CoreImplementation", "OTPConformance", "OTPCore",
        "TwoFactor",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "OTPConformanceTests",
      dependencies: ["CLibcrypto", "OTPConformance", "OTPCore"],
      swiftSettings: settings),
    .testTarget(
      name: "CoreImplementationTests",
      dependencies: ["CoreImplementation", "OTPConformance", "OTPCore"],
      swiftSettings: settings),
    .testTarget(
      name: "AdapterProcessTests",
      dependencies: [
        "AdapterProcess", "COTPTemplates", "CoreImplementation",
        "OTPConformance",
      ],
      exclude: ["HostileAdapters"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
