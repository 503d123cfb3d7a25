// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

public import TwoFactor

/// The checks that every account store must pass, for any test framework.
///
/// ```swift
/// @Test(arguments: StoreContract.Check.allCases)
/// func keepsTheContract(_ check: StoreContract.Check) async {
///   let contract = StoreContract(
///     sharing: { store in try await MyStore(path: store.path) }
///   ) { try await MyStore(path: temporaryPath()) }
///   #expect(await contract.violation(of: check) == nil)
/// }
/// ```
///
/// They are about what the account layer rests on: a save happens whole or not
/// at all, of concurrent saves over one version exactly one wins, on however
/// many servers, what was saved is what every later load sees, and no account is
/// taken for another. A store that is an audit as well (`AuditingAccountStore`)
/// must do so with events, too. Whether a save outlives the process is checked
/// by ``DurabilityCheck``.
public struct StoreContract: Sendable {
  /// A check that a store fails.
  public struct Violation: Error, Hashable, CustomStringConvertible {
    /// The check.
    public let check: Check
    /// What was seen, or the error that the store threw.
    public let detail: String

    /// Both, for a report.
    public var description: String { "\(check.rawValue): \(detail)" }
  }

  /// Opens what a store has written.
  public typealias Opening =
    @Sendable (any AccountStore) async throws -> any AccountStore

  /// Reads what a store has recorded about an account.
  public typealias Recorded =
    @Sendable (any AccountStore, AccountID) async throws -> [AuditEvent]

  let make: @Sendable () async throws -> any AccountStore
  let sharing: Opening?
  let reopening: Opening?
  let recorded: Recorded?
  let tasks: Int
  let patience: Duration

  /// The contract of the stores that a closure makes.
  ///
  /// - Parameters:
  ///   - tasks: How many tasks race in the checks of concurrency.
  ///   - patience: How long one check may take; a store that does not answer in
  ///     that time is reported.
  ///   - sharing: For stores that several servers use: opens the data of a store
  ///     once more, as another process would, while the first stays open. Without
  ///     it, the checks of two servers pass.
  ///   - reopening: For durable stores: closes a store and opens what it left
  ///     behind. Without it, the check of a restart passes.
  ///   - recorded: For stores that are an audit as well: the events of an
  ///     account, in any order. Without it, the check of events passes.
  ///   - make: Makes an empty store; called once a check.
  public init(
    tasks: Int = 100, patience: Duration = .seconds(60),
    sharing: Opening? = nil, reopening: Opening? = nil,
    recorded: Recorded? = nil,
    make: @escaping @Sendable () async throws -> any AccountStore
  ) {
    self.make = make
    self.sharing = sharing
    self.reopening = reopening
    self.recorded = recorded
    self.tasks = max(2, tasks)
    self.patience = patience
  }

  /// Runs every check; the store keeps the contract if the answer is empty.
  public func violations() async -> [Violation] {
    var found: [Violation] = []
    for check in Check.allCases {
      if let violation = await violation(of: check) { found.append(violation) }
    }
    return found
  }

  /// Runs one check.
  ///
  /// - Returns: What the store does wrong; `nil` if it does nothing wrong.
  public func violation(of check: Check) async -> Violation? {
    let detail = await within(patience) {
      do {
        return try await finding(of: check, on: try await make())
      } catch let error as StoreFinding {
        return error.description
      } catch {
        return "the store threw \(type(of: error)): \(error)"
      }
    }
    return detail.map { Violation(check: check, detail: $0) }
  }
}

// MARK: - The checks

extension StoreContract {
  /// One thing that a store must do.
  public enum Check: String, CaseIterable, Sendable {
    /// A name that was never saved has no account.
    case unknownAccountIsNil = "an unknown account is nil"
    /// A load gives what was saved, byte for byte.
    case roundTrip = "what is saved is loaded"
    /// Accounts of any size up to a megabyte are kept whole.
    case largeAccounts = "a large account is kept whole"
    /// Names that some engines take for the same are told apart.
    case names = "names are told apart"
    /// Names of up to 255 bytes are told apart by their last one.
    case longNames = "long names are told apart"
    /// Several accounts are loaded in the order of their ids.
    case loadsInOrder = "several accounts are loaded in order"
    /// A save over another version changes nothing.
    case staleSave = "a stale save changes nothing"
    /// Of many first saves at once, one wins.
    case firstSave = "one of many first saves wins"
    /// Of many saves at once over a version, one wins.
    case saveOverVersion = "one of many saves over a version wins"
    /// Saves of other accounts refuse none.
    case otherAccounts = "accounts are saved apart"
    /// Updates that are tried again after a lost race all arrive.
    case lostUpdates = "no update is lost"
    /// No load mixes two saves.
    case tornLoads = "no load sees half an account"
    /// What was seen once is never unseen.
    case monotonicLoads = "no load goes back"
    /// What one server saved, another loads at once.
    case otherServerSees = "another server sees a save"
    /// Of many saves at once on two servers, one wins.
    case otherServerRaces = "two servers save one at a time"
    /// No update of two servers is lost.
    case otherServerUpdates = "two servers lose no update"
    /// What was saved is there after a restart.
    case restart = "a restart loses nothing"
    /// A save with events is refused over another version, too.
    case recordedSaves = "a save with events keeps the contract"
    /// Events are recorded with their save, once, and with no other.
    case events = "events are recorded with their save"
  }

  private func finding(
    of check: Check, on store: any AccountStore
  ) async throws -> String? {
    let store = CheckedStore(store)
    switch check {
    case .unknownAccountIsNil:
      return try await store.load("nobody") == nil ? nil : "loaded something"
    case .roundTrip: return try await roundTrip(store)
    case .largeAccounts: return try await largeAccounts(store)
    case .names: return try await names(Self.similarNames, store)
    case .longNames: return try await names(Self.longNames, store)
    case .loadsInOrder: return try await loadsInOrder(store)
    case .staleSave: return try await staleSave(store)
    case .firstSave: return try await firstSave([store])
    case .saveOverVersion: return try await saveOverVersion([store])
    case .otherAccounts: return try await otherAccounts(store)
    case .lostUpdates: return try await lostUpdates([store])
    case .tornLoads: return try await tornLoads([store])
    case .monotonicLoads: return try await monotonicLoads([store])
    case .otherServerSees: return try await otherServerSees(store)
    case .otherServerRaces: return try await saveOverVersion(servers(store))
    case .otherServerUpdates: return try await lostUpdates(servers(store))
    case .restart: return try await restart(store)
    case .recordedSaves: return try await recordedSaves(store)
    case .events: return try await events(store)
    }
  }

  /// A store, and its data opened once more if that can be.
  func servers(_ store: CheckedStore) async throws -> [CheckedStore] {
    guard let sharing else { return [store] }
    return [store, CheckedStore(try await sharing(store.base))]
  }
}

/// What a check has seen.
struct StoreFinding: Error, CustomStringConvertible {
  let description: String
}

/// A store whose answers must be for the account that was asked for.
struct CheckedStore: AccountStore {
  let base: any AccountStore
  /// Whether accounts are saved together with events.
  var records = false

  init(_ base: any AccountStore) { self.base = base }

  func load(_ id: AccountID) async throws -> Account? {
    let account = try await base.load(id)
    guard let account, account.id != id else { return account }
    throw StoreFinding(description: "answered with the row of another account")
  }

  func load(_ ids: [AccountID]) async throws -> [Account?] {
    try await base.load(ids)
  }

  func save(
    _ account: Account, replacing version: UInt64
  ) async throws -> Bool {
    guard records, let base = base as? any AuditingAccountStore else {
      return try await base.save(account, replacing: version)
    }
    return try await base.save(
      account, replacing: version,
      recording: Self.events(account.id, account.version))
  }
}

/// What a task answers in time, or that it did not.
///
/// The task is left behind if it does not end, because a store that hangs does
/// not hear of being cancelled.
private func within(
  _ patience: Duration, _ work: @escaping @Sendable () async -> String?
) async -> String? {
  let (answers, answer) = AsyncStream<String?>.makeStream()
  let worker = Task { answer.yield(await work()) }
  let alarm = Task {
    guard (try? await Task.sleep(for: patience)) != nil else { return }
    answer.yield("gave no answer within \(patience)")
  }
  defer {
    worker.cancel()
    alarm.cancel()
  }
  for await found in answers { return found }
  return nil
}
