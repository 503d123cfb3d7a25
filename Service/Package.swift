// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
// The sign-in service and its stores. A package of its own, so that nobody
// who embeds otpkit fetches an HTTP server or a database library.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
]

let github = "https://github.com/"
let twoFactor: Target.Dependency = .product(
  name: "TwoFactor", package: "otpkit")

let package = Package(
  name: "Service",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "AccountStores", targets: ["AccountStores"])
  ],
  dependencies: [
    .package(name: "otpkit", path: ".."),
    .package(url: github + "groue/GRDB.swift", from: "7.10.0"),
    .package(
      url: github + "hummingbird-project/hummingbird", from: "2.28.1",
      traits: []),
    .package(url: github + "apple/swift-argument-parser", from: "1.8.2"),
    .package(url: github + "apple/swift-log", from: "1.16.2"),
    .package(url: github + "apple/swift-metrics", from: "2.13.0"),
    .package(
      url: github + "apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: github + "apple/swift-nio", from: "2.101.2"),
    .package(url: github + "apple/swift-nio-extras", from: "1.35.2"),
    .package(
      url: github + "swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: github + "vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // MARK: C libraries
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .target(name: "CCurlOptions", dependencies: ["CCurl"]),
    .systemLibrary(
      name: "CLibpq", pkgConfig: "libpq",
      providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
    .systemLibrary(
      name: "CQRCode", pkgConfig: "libqrencode",
      providers: [.apt(["libqrencode-dev"]), .brew(["qrencode"])]),
    .systemLibrary(
      name: "CServiceCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
    .target(
      name: "CPhoneNumbers", linkerSettings: [.linkedLibrary("phonenumber")]),

    // MARK: Stores
    .target(
      name: "AccountStores",
      dependencies: [
        "CLibpq", twoFactor, .product(name: "OTPCore", package: "otpkit"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ], swiftSettings: settings),

    // MARK: Phone numbers
    .target(
      name: "NumberingPlans", dependencies: ["CPhoneNumbers", twoFactor],
      swiftSettings: settings),

    // MARK: The service
    .executableTarget(
      name: "otpkit-service",
      dependencies: [
        "AccountStores", "CCurl", "CCurlOptions", "CQRCode",
        "CServiceCrypto", "NumberingPlans", twoFactor,
        .product(name: "OTPCore", package: "otpkit"),
        .product(name: "BackupCodes", package: "otpkit"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "JWTKit", package: "jwt-kit"),
        .product(name: "CoreMetrics", package: "swift-metrics"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
        .product(
          name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], path: "Sources/OTPKitService", swiftSettings: settings),

    // MARK: Tests
    .testTarget(
      name: "AccountStoresTests",
      dependencies: [
        "AccountStores", twoFactor,
        .product(name: "BackupCodes", package: "otpkit"),
        .product(name: "OTPCore", package: "otpkit"),
        .product(name: "TwoFactorTesting", package: "otpkit"),
      ], swiftSettings: settings),
    .testTarget(
      name: "NumberingPlansTests", dependencies: ["NumberingPlans", twoFactor],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6], cxxLanguageStandard: .cxx17
)
