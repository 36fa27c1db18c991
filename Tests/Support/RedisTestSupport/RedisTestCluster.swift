import Foundation

/// A real Redis Cluster: three masters with a third of the slots each, and a replica for each of them.
public final class RedisTestCluster: Sendable {
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    /// The masters at the start, in the order of their slots, and their replicas.
    public let masters: [RedisTestServer]
    public let replicas: [RedisTestServer]
    private let credentials: [String]

    private init(masters: [RedisTestServer], replicas: [RedisTestServer], credentials: [String]) {
        self.masters = masters
        self.replicas = replicas
        self.credentials = credentials
    }

    public var nodes: [RedisTestServer] { masters + replicas }

    /// `redis+cluster://` with two of the nodes.
    public var url: String {
        "redis+cluster://" + masters.prefix(2).map { "127.0.0.1:\($0.port)" }.joined(separator: ",")
    }

    /// Starts the nodes and returns once every slot is served and every replica has what its master has.
    /// - Parameters:
    ///   - arguments: further settings of every node.
    ///   - credentials: what `redis-cli` needs to be let in.
    public static func start(arguments: [String] = [], credentials: [String] = []) async throws -> RedisTestCluster {
        let options = RedisTestServer.Options(
            arguments: [
                "--cluster-node-timeout", "1000", "--cluster-replica-validity-factor", "0",
                "--cluster-allow-replica-migration", "no", "--cluster-require-full-coverage", "no",
                "--repl-diskless-sync-delay", "0",
                "--min-replicas-to-write", "0", "--repl-ping-replica-period", "1",
            ] + arguments, isClusterNode: true)
        var nodes: [RedisTestServer] = []
        do {
            for _ in 0..<6 { nodes.append(try await RedisTestServer.start(options)) }
            let cluster = RedisTestCluster(
                masters: Array(nodes[..<3]), replicas: Array(nodes[3...]), credentials: credentials)
            try await cluster.form()
            return cluster
        } catch {
            for node in nodes { await node.stop() }
            throw error
        }
    }

    public func stop() async { for node in nodes { await node.stop() } }

    /// What a node answers, as `redis-cli` prints it.
    @discardableResult
    public func ask(_ node: RedisTestServer, _ words: String...) async throws -> String {
        try await cli(["-p", "\(node.port)"] + words)
    }

    /// The present master of a slot.
    public func master(of slot: Int) async throws -> RedisTestServer {
        for node in nodes {
            guard let text = try? await ask(node, "CLUSTER", "NODES") else { continue }
            for line in text.split(separator: "\n") where line.contains("master") && !line.contains("fail") {
                let words = line.split(separator: " ").map(String.init)
                let owns = words.dropFirst(8).contains { range in
                    let ends = range.split(separator: "-").compactMap { Int($0) }
                    return (ends.first.map { $0 <= slot } ?? false) && (ends.last.map { slot <= $0 } ?? false)
                }
                let port = words[1].split(separator: "@")[0].split(separator: ":").last.map(String.init)
                if owns, let found = nodes.first(where: { "\($0.port)" == port }) { return found }
            }
        }
        throw Failure(description: "no master of slot \(slot)")
    }

    /// Moves a slot with its keys to another master, in steps as `redis-cli --cluster reshard` does.
    /// - Parameter half: called when half of the keys were moved.
    public func move(_ slot: Int, to target: RedisTestServer, half: () async throws -> Void = {}) async throws {
        let source = try await master(of: slot)
        let (from, to) = (try await ask(source, "CLUSTER", "MYID"), try await ask(target, "CLUSTER", "MYID"))
        try await ask(target, "CLUSTER", "SETSLOT", "\(slot)", "IMPORTING", from)
        try await ask(source, "CLUSTER", "SETSLOT", "\(slot)", "MIGRATING", to)
        let keys = try await ask(source, "CLUSTER", "GETKEYSINSLOT", "\(slot)", "10000").split(separator: "\n")
        for (place, key) in keys.enumerated() {
            if place == keys.count / 2 { try await half() }
            try await ask(source, "MIGRATE", "127.0.0.1", "\(target.port)", String(key), "0", "5000")
        }
        if keys.isEmpty { try await half() }
        for node in [target, source] { try await ask(node, "CLUSTER", "SETSLOT", "\(slot)", "NODE", to) }
        for node in masters where node !== target && node !== source {
            _ = try? await ask(node, "CLUSTER", "SETSLOT", "\(slot)", "NODE", to)
        }
    }

    private func form() async throws {
        for node in nodes.dropFirst() {
            try await ask(nodes[0], "CLUSTER", "MEET", "127.0.0.1", "\(node.port)", "\(node.busPort)")
        }
        for (place, range) in [(0, "0 5460"), (1, "5461 10922"), (2, "10923 16383")] {
            let words = range.split(separator: " ").map(String.init)
            try await ask(masters[place], "CLUSTER", "ADDSLOTSRANGE", words[0], words[1])
        }
        try await settle("the nodes know one another") {
            for node in self.nodes
            where try await self.ask(node, "CLUSTER", "NODES").split(separator: "\n").count != self.nodes.count {
                return false
            }
            return true
        }
        for (master, replica) in zip(masters, replicas) {
            let id = try await ask(master, "CLUSTER", "MYID")
            try await settle("a replica knows its master") {
                try await self.ask(replica, "CLUSTER", "REPLICATE", id).contains("OK")
            }
        }
        try await settle("all slots are served and replicas are complete") {
            for node in self.nodes
            where try await !self.ask(node, "CLUSTER", "INFO").contains("cluster_state:ok") { return false }
            for replica in self.replicas
            where try await !self.ask(replica, "INFO", "replication").contains("master_link_status:up") { return false }
            // The masters' own gossip names their replicas, which a client asks for.
            let slots = try await self.ask(self.masters[0], "CLUSTER", "SLOTS")
            return self.replicas.allSatisfy { slots.contains("\($0.port)") }
        }
    }

    private func settle(_ what: String, _ condition: () async throws -> Bool) async throws {
        let limit = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < limit {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Failure(description: "within a minute it did not happen that \(what)")
    }

    private func cli(_ words: [String]) async throws -> String {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["redis-cli", "--no-auth-warning"] + credentials + words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        guard process.terminationStatus == 0 else { throw Failure(description: "redis-cli \(words): \(text)") }
        return text
    }
}
