// swift-tools-version: 6.1
// SPDX-License-Identifier: Apache-2.0
// The benchmarks of otpkit. A package of their own, so that nobody who embeds
// otpkit fetches the harness or the rivals.

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let harness: Target.Dependency = .product(
  name: "Benchmark", package: "benchmark")
let core: Target.Dependency = .product(name: "OTPCore", package: "otpkit")
let plugin: Target.PluginUsage = .plugin(
  name: "BenchmarkPlugin", package: "benchmark")

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(name: "otpkit", path: ".."),
    // Its traits interpose malloc, whose own cost would be in the figures.
    .package(
      url: "https://github.com/ordo-one/benchmark", from: "1.38.1",
      traits: []),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    // MARK: The suites
    .executableTarget(
      name: "OTPCoreBenchmarks",
      dependencies: [
        "CBare", "Rounds", core, harness,
        .product(name: "BackupCodes", package: "otpkit"),
        .product(name: "TwoFactor", package: "otpkit"),
      ],
      path: "Benchmarks/OTPCoreBenchmarks", swiftSettings: settings,
      plugins: [plugin]),
    .executableTarget(
      name: "PeerBenchmarks",
      dependencies: [
        "CIPSecMB", "CPeerCrypto", "Rounds", core, harness,
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Benchmarks/PeerBenchmarks", swiftSettings: settings,
      plugins: [plugin]),

    // MARK: What both use
    .target(
      name: "Rounds", dependencies: [core, harness], swiftSettings: settings),

    // MARK: C
    // It includes the kernels' bodies; their declarations come with the core.
    .target(name: "CBare", dependencies: [core]),
    .target(name: "CIPSecMB"),
    .systemLibrary(
      name: "CPeerCrypto", pkgConfig: "libcrypto",
      providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]),
  ],
  swiftLanguageModes: [.v6]
)
