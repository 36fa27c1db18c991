import Glibc
import Reactor

/// A TCP proxy on a free port of 127.0.0.1 that disturbs its connections as its behaviour says.
///
/// What is sent in the direction of the server is the *request*, what comes back the *reply*. A change of behaviour holds
/// for the connections that are there and for those to come.
public actor FaultProxy {
    public enum Behaviour: Sendable, Equatable {
        case pass
        /// Connections are taken, bytes kept; they go on their way with the next `pass`.
        case freeze
        /// Connections are taken and what comes is thrown away, in both directions.
        case swallow
        /// The connections there are, and new ones, end with a reset.
        case cut
        /// The connections there are end with a reset; new ones are refused, as if nothing listened.
        case refuse
        /// Every piece of a reply arrives that much later.
        case delay(Duration)
        /// Lets that many bytes of replies through, per connection and from now on, then cuts it.
        case truncateReply(afterBytes: Int)
        /// Replies arrive in pieces of so many bytes, one after each pause.
        case drip(bytes: Int, every: Duration)
        /// Lets requests through and cuts a connection when its reply comes: it was done, and looks as if it failed.
        case loseReply
    }

    public struct Failure: Error {
        public let call: String
        public let code: Int32
    }

    /// Where to connect to, on 127.0.0.1.
    public nonisolated let port: UInt16
    public nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    public private(set) var behaviour = Behaviour.pass
    /// How many connections were taken so far.
    public private(set) var accepted = 0

    nonisolated let loop: EventLoop
    private let target: UInt16
    private var listener: Descriptor?
    private var relays: [Int: Relay] = [:]

    private init(loop: EventLoop, listener: Descriptor, port: UInt16, target: UInt16) {
        self.loop = loop
        self.listener = listener
        self.port = port
        self.target = target
    }

    /// Starts a proxy in front of 127.0.0.1:`target`.
    public static func start(to target: UInt16) async throws -> FaultProxy {
        let listener = try Descriptor.listening(on: 0)
        let port = try listener.localPort()
        let proxy = FaultProxy(loop: EventLoop(name: "fault-proxy"), listener: listener, port: port, target: target)
        await proxy.listen()
        return proxy
    }

    public func set(_ behaviour: Behaviour) throws {
        self.behaviour = behaviour
        switch behaviour {
        case .cut: cutAll()
        case .refuse:
            cutAll()
            stopListening()
        default: for relay in relays.values { relay.restart(behaviour) }
        }
        if behaviour != .refuse && listener == nil {
            listener = try Descriptor.listening(on: port)
            listen()
        }
        for key in relays.keys { pump(key) }
    }

    /// Resets the connections there are; new ones are treated as before.
    public func cutAll() {
        for key in relays.keys { drop(key) }
    }

    /// How many connections there are.
    public var connections: Int { relays.count }

    public func stop() {
        cutAll()
        stopListening()
        loop.stop()
    }

    // MARK: The loop's side

    private func listen() {
        guard let listener else { return }
        loop.watch(listener.number, for: .readable) { _ in self.assumeIsolated { $0.accept() } }
    }

    private func stopListening() {
        guard let listener else { return }
        loop.unwatch(listener.number)
        self.listener = nil
    }

    private func accept() {
        while let client = listener?.accept() {
            accepted += 1
            if behaviour == .cut {
                client.reset()
                continue
            }
            guard let server = Descriptor.connecting(to: target) else {
                client.reset()
                continue
            }
            let key = accepted
            relays[key] = Relay(client: client, server: server, behaviour)
            for end in [client, server] {
                loop.watch(end.number, for: .readable) { readiness in
                    self.assumeIsolated { $0.ready(key, readiness) }
                }
            }
        }
    }

    private func ready(_ key: Int, _ readiness: EventLoop.Readiness) {
        // A failed descriptor is reported again and again, and a frozen relay would not read it.
        if behaviour == .freeze && readiness.contains(.closed) { return drop(key) }
        pump(key)
    }

    private func pump(_ key: Int) {
        guard let relay = relays[key] else { return }
        let next = relay.pump(behaviour)
        switch next {
        case .cut: drop(key)
        case .end: drop(key, withReset: false)
        case .wait(let client, let server):
            loop.rewatch(relay.client.number, for: client)
            loop.rewatch(relay.server.number, for: server)
        }
        if case .drip(let bytes, let pause) = behaviour, relay.beginDrip() {
            loop.schedule(after: pause) { self.assumeIsolated { $0.drip(bytes, key) } }
        }
        for delayed in relay.takeDelayed() {
            guard case .delay(let time) = behaviour else { break }
            loop.schedule(after: time) { self.assumeIsolated { $0.release(delayed, key) } }
        }
    }

    private func release(_ bytes: [UInt8], _ key: Int) {
        relays[key]?.release(bytes)
        pump(key)
    }

    private func drip(_ bytes: Int, _ key: Int) {
        relays[key]?.drip(bytes)
        pump(key)
    }

    private func drop(_ key: Int, withReset: Bool = true) {
        guard let relay = relays.removeValue(forKey: key) else { return }
        for end in [relay.client, relay.server] {
            loop.unwatch(end.number)
            if withReset { end.reset() }
        }
    }
}
