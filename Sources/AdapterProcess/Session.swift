// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import Subprocess

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// One life of a process: lines go in, lines come out.
///
/// The process leads a group of its own. Whatever happens, the group is gone
/// when ``end(_:)`` returns; only a process that leaves the group on purpose
/// can outlive it.
final class Session: Sendable {
  /// How a life is to end.
  enum Close: Sendable {
    /// Standard input is closed; the process may end by itself.
    case inputClosed
    /// The process is asked with TERM at once.
    case terminated
  }

  /// What the process sends.
  let inbox = Inbox()

  /// What was started.
  let command: AdapterProgram

  private let outbox: AsyncStream<[UInt8]>.Continuation
  private let closing: AsyncStream<Close>.Continuation
  private let life: Task<Ending, Never>

  /// Starts a process.
  ///
  /// A program that cannot be started is told by ``inbox``, which ends, and
  /// by ``end(_:)``.
  init(_ command: AdapterProgram, _ settings: AdapterSettings) {
    // Writing to a process that has ended must be an error, not our end.
    _ = signal(SIGPIPE, SIG_IGN)
    let (outgoing, outbox) = AsyncStream<[UInt8]>.makeStream()
    let (closings, closing) = AsyncStream<Close>.makeStream()
    self.command = command
    self.outbox = outbox
    self.closing = closing
    let plumbing = Plumbing(
      inbox: inbox, outgoing: outgoing, outbox: outbox, closing: closing,
      closings: closings, settings: settings)
    life = Task { await plumbing.run(command) }
  }

  /// Sends bytes, without waiting until the process takes them.
  func send(_ bytes: [UInt8]) {
    outbox.yield(bytes)
  }

  /// Closes standard input after what was sent.
  func closeInput() {
    outbox.finish()
  }

  /// Ends the process and all of its group, and waits for it.
  func end(_ close: Close) async -> Ending {
    outbox.finish()
    closing.yield(close)
    return await life.value
  }
}

/// What runs beside a process: its three streams and its end.
private struct Plumbing: Sendable {
  let inbox: Inbox
  let outgoing: AsyncStream<[UInt8]>
  let outbox: AsyncStream<[UInt8]>.Continuation
  let closing: AsyncStream<Session.Close>.Continuation
  let closings: AsyncStream<Session.Close>
  let settings: AdapterSettings

  /// Runs a process from its start to its end.
  func run(_ command: AdapterProgram) async -> Ending {
    let ending: Ending
    do {
      let result = try await Subprocess.run(
        Configuration(command), input: .inputWriter, output: .sequence,
        error: .sequence
      ) { execution in
        await supervise(execution)
      }
      ending = Ending(
        status: Ending.Status(result.terminationStatus),
        lastLines: result.closureResult)
    } catch {
      ending = Ending(
        status: .notStarted(Self.reason(error, command)), lastLines: [])
    }
    await inbox.finish(.ended(rest: []))
    return ending
  }

  /// Serves the streams until the process is to end, then ends it.
  ///
  /// - Returns: The last lines of its standard error.
  private func supervise(
    _ execution: Execution<CustomWriteInput, SequenceOutput, SequenceOutput>
  ) async -> [String] {
    await withTaskGroup(of: [String]?.self) { group in
      group.addTask {
        await read(execution.standardOutput)
        return nil
      }
      group.addTask { await Self.drain(execution.standardError) }
      group.addTask {
        await write(execution.standardInputWriter)
        return nil
      }
      let close = await closings.first { _ in true } ?? .terminated
      outbox.finish()
      await execution.teardown(using: steps(close))
      // The first process is gone, but not yet reaped: the number of its
      // group cannot mean another one yet.
      try? execution.send(signal: .kill, toProcessGroup: true)
      return await group.reduce([]) { $1 ?? $0 }
    }
  }

  private func steps(_ close: Session.Close) -> [TeardownStep] {
    let term = TeardownStep.send(
      signal: .terminate, toProcessGroup: true,
      allowedDurationToNextStep: settings.grace)
    switch close {
    case .terminated: return [term]
    case .inputClosed:
      // Signal 0 does nothing: this step only waits.
      let wait = TeardownStep.send(
        signal: Signal(rawValue: 0), toProcessGroup: true,
        allowedDurationToNextStep: settings.grace)
      return [wait, term]
    }
  }
}

// MARK: - Streams

extension Plumbing {
  private func read(_ output: SubprocessOutputSequence) async {
    var splitter = LineSplitter(limit: settings.lineLimit)
    do {
      for try await buffer in output {
        guard await inbox.deliver(splitter.append(buffer.bytes)) else { return }
        if splitter.isOverlong { return await inbox.finish(.overlong) }
      }
    } catch {
      // An output that cannot be read has ended, for whatever reason.
    }
    await inbox.finish(.ended(rest: splitter.remainder))
    closing.yield(.inputClosed)
  }

  /// Reads to the end and keeps the last lines.
  private static func drain(
    _ output: SubprocessOutputSequence
  ) async -> [String] {
    var tail = StandardErrorTail()
    do {
      for try await buffer in output { tail.append(buffer.bytes) }
    } catch {
      // What was read before is all there is.
    }
    return tail.lastLines
  }

  private func write(_ writer: StandardInputWriter) async {
    for await bytes in outgoing {
      // A process that does not read its input is found out by the timeout,
      // or by its end.
      guard (try? await writer.write(bytes)) == bytes.count else { break }
    }
    try? await writer.finish()
  }
}

// MARK: - Subprocess

extension SubprocessOutputSequence.Buffer {
  var bytes: [UInt8] { unsafe withUnsafeBytes { unsafe Array($0) } }
}

extension Configuration {
  /// The command in a process group of its own, and in a time zone of its own.
  init(_ command: AdapterProgram) {
    var options = PlatformOptions()
    options.processGroupID = 0
    let isPath = command.program.contains("/")
    self.init(
      executable: isPath
        ? .path(FilePath(command.program)) : .name(command.program),
      arguments: Arguments(command.arguments),
      environment: .inherit.updating(Self.zone), platformOptions: options)
  }

  /// Nepal's time, which is 5 hours and 45 minutes ahead of UTC, unless the
  /// caller has set a time zone.
  ///
  /// Where local time is UTC, as on most servers, an implementation that takes
  /// the one for the other gives right codes.
  private static var zone: [Environment.Key: String?] {
    if unsafe getenv("TZ") != nil { return [:] }
    let name = "Asia/Kathmandu"
    let hasZones = unsafe access("/usr/share/zoneinfo/\(name)", R_OK) == 0
    // The form of POSIX needs no file, and fewer languages know it.
    return ["TZ": hasZones ? name : "<+0545>-5:45"]
  }
}

extension Ending.Status {
  init(_ status: TerminationStatus) {
    switch status {
    case .exited(let code): self = .exited(Int(code))
    case .signaled(let number): self = .signaled(Int(number))
    }
  }
}

extension Plumbing {
  /// Why a program could not be started.
  static func reason(_ error: any Error, _ command: AdapterProgram) -> String {
    guard let error = error as? SubprocessError else { return "\(error)" }
    switch error.code {
    case .executableNotFound:
      return "there is no program \(command.program)"
    default:
      return "\(command.program): \(error)"
    }
  }
}
