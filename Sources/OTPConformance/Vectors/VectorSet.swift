// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import OTPCore

/// All vectors of the kit, loaded and checked.
public struct VectorSet: Sendable {
  /// What the set says of itself.
  public let manifest: Manifest
  /// The documents that cases cite, by their short names.
  public let documents: [String: SpecDocument]
  /// Cases that are no longer run, by id.
  public let retired: [String: RetiredCase]
  /// The vector files, in the manifest's order.
  public let files: [VectorFile]
  /// What tells this set from another: 64 hexadecimal digits.
  ///
  /// HMAC-SHA-256 with an empty key over each JSON file in the byte order of
  /// their paths, as path, NUL, decimal length, NUL, content.
  public let digest: String

  /// Checks and loads a set.
  ///
  /// - Parameter sources: Every JSON file of the vectors' folder.
  package init(_ sources: [VectorSource]) throws(VectorError) {
    let manifest = try Manifest(Self.parse("manifest.json", sources))
    self.manifest = manifest
    self.documents = try SpecDocument.all(Self.parse("specs.json", sources))
    self.retired = try RetiredCase.all(Self.parse("retired.json", sources))
    self.digest = Self.digest(of: sources)
    var files: [VectorFile] = []
    for listed in manifest.files {
      let json = try Self.parse(listed.path, sources)
      files.append(try VectorFile(json, path: listed.path))
    }
    self.files = files
    try checkManifest(sources)
    try checkNames()
    try checkDocuments()
  }

  /// Every case with its group and file, in order.
  public var entries: [VectorEntry] {
    files.flatMap { file in
      file.groups.flatMap { group in
        group.cases.map { VectorEntry(file: file, group: group, vector: $0) }
      }
    }
  }

  /// The case of an id.
  public func entry(_ id: String) -> VectorEntry? {
    entries.first { $0.vector.id == id }
  }
}

/// A case with the group and the file that it belongs to.
public struct VectorEntry: Sendable {
  /// The file.
  public let file: VectorFile
  /// The group.
  public let group: VectorGroup
  /// The case itself.
  public let vector: VectorCase
}

// MARK: - Checks over all files

extension VectorSet {
  private static func parse(
    _ path: String, _ sources: [VectorSource]
  ) throws(VectorError) -> JSON {
    guard let source = sources.first(where: { $0.path == path }) else {
      throw VectorError(file: path, place: "", message: "the file is missing")
    }
    do {
      return try JSON(parsing: source.bytes)
    } catch {
      throw VectorError(
        file: path, place: "\(error.line):\(error.column)",
        message: error.message)
    }
  }

  private func checkManifest(
    _ sources: [VectorSource]
  ) throws(VectorError) {
    let place = Place(file: "manifest.json").member("files")
    for (index, listed) in manifest.files.enumerated() {
      let count = files[index].groups.reduce(0) { $0 + $1.cases.count }
      guard count == listed.cases else {
        throw place.element(index).error(
          "\(listed.path) has \(count) cases, not \(listed.cases)")
      }
    }
    let listed = manifest.files.map(\.path)
    if let twice = listed.firstDuplicate {
      throw place.error("\(twice) is listed twice")
    }
    let known = Set(listed + ["manifest.json", "specs.json", "retired.json"])
    for source in sources
    where !known.contains(source.path) && !source.path.hasPrefix("schema/") {
      throw place.error("\(source.path) is not listed")
    }
  }

  private func checkNames() throws(VectorError) {
    var owners: [String: String] = [:]
    for file in files {
      let ids = file.groups.flatMap { [$0.id] + $0.cases.map(\.id) }
      for id in ids {
        let place = Place(file: file.path)
        if let owner = owners.updateValue(file.path, forKey: id) {
          throw place.error("the id \(id) is already in \(owner)")
        }
        guard retired[id] == nil else {
          throw place.error("the id \(id) is retired")
        }
      }
    }
  }

  private func checkDocuments() throws(VectorError) {
    for file in files {
      for group in file.groups {
        for cited in group.specifications {
          let document = documents[cited.document]
          guard document?.sections.contains(cited.section) == true else {
            throw Place(file: file.path).error(
              "\(group.id) cites \(cited.document) \(cited.section), "
                + "which specs.json does not know")
          }
        }
      }
    }
  }

  private static func digest(of sources: [VectorSource]) -> String {
    var message: [UInt8] = []
    let sorted = sources.sorted {
      $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
    }
    for source in sorted {
      message += source.path.utf8
      message += [0]
      message += String(source.bytes.count).utf8
      message += [0]
      message += source.bytes
    }
    let key = HMACKey(bytes: [], algorithm: .sha256)
    return Hex.encode(key.authenticationCode(for: message))
  }
}

extension [String] {
  /// The first element that stood before.
  fileprivate var firstDuplicate: String? {
    var seen: Set<String> = []
    return first { !seen.insert($0).inserted }
  }
}
