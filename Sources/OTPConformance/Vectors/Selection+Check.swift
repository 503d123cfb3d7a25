// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

extension Selection {
  /// Which condition names something that the vectors do not have, in
  /// a sentence with the names that may have been meant; `nil` if none does.
  package func fault(in vectors: VectorSet) -> String? {
    let suiteNames = Set(vectors.files.map(\.suite))
    if let suite = suites.sorted().first(where: { !suiteNames.contains($0) }) {
      return "--suite: there is no suite \(suite.quoted)"
        + Self.hint(suite, suiteNames)
    }
    let all = vectors.entries.map(\.vector.id)
    if let id = ids.first(where: { id in !all.contains { $0.matches(id) } }) {
      return "--id: \(Self.missing(id, all, vectors))"
    }
    return specifications.lazy.compactMap { $0.fault(in: vectors) }.first
  }

  /// The name that may have been meant, or all there are.
  fileprivate static func hint(
    _ name: String, _ names: some Sequence<String>
  ) -> String {
    let near = NearNames.hint(name, names)
    guard near.isEmpty else { return near }
    return "; there are " + names.sorted().joined(separator: ", ")
  }

  /// That no id matches, and what may have been meant.
  package static func missing(
    _ id: String, _ all: [String], _ vectors: VectorSet
  ) -> String {
    if let retired = vectors.retired[id] {
      return "\(id) is retired"
        + (retired.replacedBy.map { "; \($0) took its place" } ?? "")
    }
    let near = NearNames.all(near: id, among: all)
    let groups = NearNames.all(
      near: id, among: vectors.entries.map(\.group.id))
    let names = near + groups.map { $0 + ".*" }
    let hint =
      names.isEmpty
      ? "; otpkit conform list shows all"
      : "; did you mean \(names.prefix(3).joined(separator: ", "))?"
    return "no vector has the id \(id.quoted)" + hint
  }
}

extension Clause {
  fileprivate func fault(in vectors: VectorSet) -> String? {
    guard vectors.documents[document] != nil else {
      return "--spec: there is no document \(document.quoted)"
        + Selection.hint(document, vectors.documents.keys)
    }
    let groups = vectors.files.flatMap(\.groups)
    guard !groups.contains(where: isCited) else { return nil }
    let cited = groups.flatMap(\.specifications)
      .filter { $0.document == document }.map(\.section)
    return "--spec: no vector cites \(description.quoted); of \(document),"
      + " cited are " + Set(cited).sorted().joined(separator: ", ")
  }
}
