// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

// Backup codes: each whole, once, in its own set, and in another way of
// writing where that is not refused.

extension RandomStory.Act {
  /// The number of the code that is submitted, if it is of this set.
  func code(of set: Int) -> Int? {
    guard case .use(let code, set, _, _) = self else { return nil }
    return code
  }

  /// Ways to change a backup code so that it is none any more.
  fileprivate static let spoilt: [[Derivation.Change]] = [
    [.replace(1)], [.replace(-1)], [.replace(8)], [.drop(1)], [.take(4)],
    [.take(5)], [.take(8)], [.last(8)], [.last(14)], [.last(15)],
    [.after("0")], [.after("z")], [.before("x")],
    [.after("\0")], [.after("\0z")], [.before("x"), .after("x")], [.twice],
    [.take(8), .after("zzzzzzzz")], [.reverse],
  ]

  /// Other ways to write a backup code, with the policy that decides.
  static let rewritten: [(changes: [Derivation.Change], policy: String)] = [
    ([.otherCase], "backup.case"), ([.spread("-")], "backup.separators"),
    ([.spread(" ")], "backup.separators"),
    ([.spread("")], "backup.separators"), ([.after(" ")], "backup.separators"),
    ([.before(" ")], "backup.separators"),
  ]

  /// The policy that decides how the submitted code is read, if one does.
  var policy: String? {
    guard case .use(_, _, _, let changes) = self else { return nil }
    return Self.rewritten.first { $0.changes == changes }?.policy
  }
}

extension [Derivation.Change] {
  /// Whether so few symbols are left that no backup code has as few.
  var isFewSymbols: Bool { self == [.take(4)] || self == [.take(5)] }
}

extension RandomCases {
  /// Sets of codes, of which some are submitted: right, spoilt, again, to
  /// another set, after wrong ones.
  mutating func setBackupCodes(_ question: inout RandomCase) {
    var story = RandomStory()
    story.sizes = (0..<numbers.pick([1, 1, 2])).map { _ in
      numbers.pick([1, 2, 3, 10])
    }
    for _ in 0..<numbers.int(1...5) {
      let set = numbers.int(0...story.sizes.count - 1)
      let code = numbers.int(0...min(2, story.sizes[set]) - 1)
      let to =
        numbers.once(in: 3) ? numbers.int(0...story.sizes.count - 1) : set
      switch numbers.int(0...7) {
      case 0: story.acts.append(.type(numbers.pick(["", " ", "000000"])))
      case 1...4:
        let changes = numbers.pick(RandomStory.Act.spoilt)
        let count = numbers.once(in: 4) ? numbers.int(3...6) : 1
        let wrong = RandomStory.Act.use(
          code: code, of: set, to: set, changes: changes)
        story.acts += Array(repeating: wrong, count: count)
        fallthrough
      default:
        story.acts.append(.use(code: code, of: set, to: to, changes: []))
      }
    }
    // Where a code is the same in another way of writing, the step is left
    // out, so that nothing may come after it.
    if numbers.once(in: 3) {
      let changes = numbers.pick(RandomStory.Act.rewritten).changes
      story.acts.append(
        .use(code: 0, of: 0, to: 0, changes: changes))
    }
    question.story = story
  }
}
