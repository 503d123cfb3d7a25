// This source file is part of the otpkit open source project.
// Copyright (c) 2026 the otpkit authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTPTypes

/// Ends a connection whose request does not come whole in time, or whose
/// answer is not taken in time, however steadily single bytes pass.
///
/// How long the service works on the answer does not count.
final class RequestDeadline: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  /// How long the rest of a body is read and dropped once its request is
  /// answered: until the client has read the answer.
  private static let rest = TimeAmount.seconds(2)

  private let limit: TimeAmount
  private var reading: Scheduled<Void>?
  private var writing: Scheduled<Void>?
  private var isBroken = false

  init(_ limit: TimeAmount) { self.limit = limit }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head: set(\.reading, limit, context)
    case .body: break
    case .end: clear(\.reading)
    }
    context.fireChannelRead(data)
  }

  func write(
    context: ChannelHandlerContext, data: NIOAny,
    promise: EventLoopPromise<Void>?
  ) {
    switch unwrapOutboundIn(data) {
    case .head:
      if reading != nil { set(\.reading, Self.rest, context) }
      set(\.writing, limit, context)
      context.write(data, promise: promise)
    case .body:
      context.write(data, promise: promise)
    case .end:
      let sent = promise ?? context.eventLoop.makePromise(of: Void.self)
      sent.futureResult.assumeIsolated().whenComplete { [self] _ in
        clear(\.writing)
      }
      context.write(data, promise: sent)
    }
  }

  /// What is no request is answered with 400; what follows is dropped.
  ///
  /// Each part that follows is an error, too.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    if !isBroken { set(\.reading, Self.rest, context) }
    isBroken = true
    context.fireErrorCaught(error)
  }

  func channelInactive(context: ChannelHandlerContext) {
    clear(\.reading)
    clear(\.writing)
    context.fireChannelInactive()
  }

  private typealias Deadline = ReferenceWritableKeyPath<
    RequestDeadline, Scheduled<Void>?
  >

  private func set(
    _ deadline: Deadline, _ time: TimeAmount, _ context: ChannelHandlerContext
  ) {
    clear(deadline)
    self[keyPath: deadline] = context.eventLoop.assumeIsolated().scheduleTask(
      in: time
    ) { context.close(promise: nil) }
  }

  private func clear(_ deadline: Deadline) {
    self[keyPath: deadline]?.cancel()
    self[keyPath: deadline] = nil
  }
}
