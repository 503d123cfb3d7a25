// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

internal import Dispatch

/// A connection with a queue of its own for the calls of libpq that wait.
final class PostgresConnection: Sendable {
  private let queue = DispatchQueue(label: "otpkit.postgresql")
  private let session: PostgresSession

  init(conninfo: String) { session = PostgresSession(conninfo: conninfo) }

  /// Runs work on the connection's thread.
  func perform<Answer: Sendable>(
    _ work: @escaping @Sendable (PostgresSession) throws -> Answer
  ) async throws -> Answer {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { [session] in
        continuation.resume(with: Result { try work(session) })
      }
    }
  }

  /// Runs a statement without changing threads, where the connection is open
  /// and has run it before.
  ///
  /// - Returns: `nil` if nothing was sent: then ``perform(_:)`` runs it.
  func ask(
    _ text: String, _ values: [SQLValue], by reader: PostgresReader
  ) async throws -> SQLResult? {
    guard let socket = session.send(text, values) else { return nil }
    return try await reader.answer(to: session, on: socket)
  }

  func close() async { try? await perform { $0.disconnect() } }
}

/// A session with the server, opened when it is needed and after a cut again.
///
/// Used by one thread at a time: by its connection's, by that of the task that
/// has the connection, and by the reader's while an answer is awaited.
final class PostgresSession: @unchecked Sendable {
  private let conninfo: String
  private var link: PostgresLink?
  private var lastUse = ContinuousClock.now
  /// The names of prepared statements by their text.
  private var prepared: [String: String] = [:]

  init(conninfo: String) { self.conninfo = conninfo }

  func disconnect() {
    link = nil
    prepared = [:]
  }

  /// The open connection.
  private func connected() throws -> PostgresLink {
    if let link, link.isOpen { return link }
    disconnect()
    let new = try PostgresLink(conninfo)
    for setting in Self.settings { _ = try new.execute(setting).result() }
    link = new
    return new
  }

  private static let settings = [
    "SET synchronous_commit = on", "SET statement_timeout = '10s'",
    "SET client_min_messages = warning",
    "SET standard_conforming_strings = on",
  ]

  /// Runs statements in one transaction.
  ///
  /// An error while committing leaves open whether it was saved, and says so
  /// by being thrown.
  func transaction<Answer>(_ work: (SQLRun) throws -> Answer) throws -> Answer {
    let link = try begin()
    do {
      let answer = try work { text, values in
        try run(text, values, on: link)
      }
      try commit(link)
      return answer
    } catch {
      if !link.isIdle { _ = try? link.execute("ROLLBACK").result() }
      throw error
    }
  }

  /// A dead connection is noticed here, where nothing has been done yet.
  private func begin() throws -> PostgresLink {
    do {
      let link = try connected()
      _ = try link.execute("BEGIN").result()
      return link
    } catch let error as StoreError where error == .unreachable {
      let link = try connected()
      _ = try link.execute("BEGIN").result()
      return link
    }
  }

  /// Commits on the connection that began.
  ///
  /// After a failed statement the server answers COMMIT with ROLLBACK, as a
  /// success.
  private func commit(_ link: PostgresLink) throws {
    let answer = link.execute("COMMIT")
    _ = try answer.result()
    guard answer.tag == "COMMIT" else {
      throw StoreError.statement(code: "25P02")
    }
  }

  /// Runs a statement by itself, which commits it.
  ///
  /// A connection that was cut since it was last used is noticed before: by
  /// what has arrived, and after a pause by asking, since nothing arrives from
  /// a machine that lost its power. An error afterwards leaves open whether it
  /// was saved.
  func change(_ text: String, _ values: [SQLValue]) throws -> SQLResult {
    if let link, !link.isAlive { disconnect() }
    if let link, .now - lastUse > Self.pause {
      do {
        _ = try link.execute("SELECT 1").result()
      } catch {
        disconnect()
      }
    }
    return try run(text, values)
  }

  /// A connection that rested for this long is asked before it is trusted.
  private static let pause = Duration.seconds(30)

  /// The most bytes that are sent without a thread that may wait: a socket
  /// takes them at once.
  private static let most = 65_536

  /// Sends a small statement that was prepared before.
  ///
  /// - Returns: The socket that the answer comes from; `nil` if nothing was sent.
  func send(_ text: String, _ values: [SQLValue]) -> Int32? {
    guard let link, let name = prepared[text], link.isIdle, link.isAlive,
      .now - lastUse < Self.pause,
      values.reduce(0, { $0 + $1.byteCount }) <= Self.most,
      (try? link.send(prepared: name, values)) != nil
    else { return nil }
    lastUse = .now
    return link.socket
  }

  /// What there is of the answer; `nil` until it is whole.
  func receive() throws -> SQLResult? {
    guard let link else { throw StoreError.unreachable }
    return try link.receive()
  }

  /// Runs a statement by itself.
  func run(_ text: String, _ values: [SQLValue]) throws -> SQLResult {
    defer { lastUse = .now }
    return try run(text, values, on: connected())
  }

  /// Runs a statement, prepared the first time.
  private func run(
    _ text: String, _ values: [SQLValue], on link: PostgresLink
  ) throws -> SQLResult {
    let name = try prepare(text, count: values.count, on: link)
    return try link.execute(prepared: name, values).result()
  }

  private func prepare(
    _ text: String, count: Int, on link: PostgresLink
  ) throws -> String {
    if let name = prepared[text] { return name }
    let name = "s\(prepared.count)"
    _ = try link.prepare(text, as: name, count: count).result()
    prepared[text] = name
    return name
  }
}
