// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Simpler stories: fewer acts first, then simpler ones.

extension RandomCase {
  var simplerStories: [RandomCase] {
    let acts = story.acts
    var all = acts.indices.reversed().map { index in
      telling { $0.acts.remove(at: index) }
    }
    for index in acts.indices {
      all += acts[index].simpler.map { act in telling { $0.acts[index] = act } }
    }
    if isBackup { return all + simplerSets }
    if story.driftLimit > 0 {
      all += [0, story.driftLimit - 1].map { limit in
        telling { $0.driftLimit = limit }
      }
    }
    return all
  }

  private var simplerSets: [RandomCase] {
    var all: [RandomCase] = []
    if story.sizes.count > 1, !story.acts.contains(where: \.isOfAnotherSet) {
      all.append(telling { $0.sizes.removeLast() })
    }
    for index in story.sizes.indices {
      let least = story.acts.compactMap { $0.code(of: index) }.max() ?? 0
      guard story.sizes[index] > least + 1 else { continue }
      all.append(telling { $0.sizes[index] = least + 1 })
    }
    return all
  }

  private func telling(_ change: (inout RandomStory) -> Void) -> RandomCase {
    var copy = self
    change(&copy.story)
    return copy
  }
}

extension RandomStory.Act {
  fileprivate var isOfAnotherSet: Bool {
    guard case .use(_, let owner, let set, _) = self else { return false }
    return owner > 0 || set > 0
  }

  /// Simpler acts of the same kind.
  fileprivate var simpler: [RandomStory.Act] {
    switch self {
    case .check(let place, let later, let typing):
      var all: [RandomStory.Act] = []
      if typing != .exact { all.append(.check(place: place, later: later)) }
      if later > 0 {
        all.append(.check(place: place - later, later: 0, typing: typing))
        all.append(.check(place: place - 1, later: later - 1, typing: typing))
      }
      let nearer = place > 0 ? place - 1 : place + 1
      if place != 0 {
        all.append(.check(place: nearer, later: later, typing: typing))
      }
      return all
    case .resync(let places, let later) where places.count > 2:
      return [.resync(places: Array(places.prefix(2)), later: later)]
    case .reopen(otherKey: true): return [.reopen(otherKey: false)]
    case .use(let code, let owner, let set, let changes):
      return changes.count < 2
        ? []
        : [.use(code: code, of: owner, to: set, changes: [changes[0]])]
    default: return []
    }
  }
}
