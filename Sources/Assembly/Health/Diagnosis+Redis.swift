public import Broker
public import Jobs
public import Operations
import Redis

extension Diagnosis {
    /// What is wrong with the dispatcher's server, in the words of every place that says it (docs/troubleshooting.md has
    /// all of them). nil for what is no failure of the dispatcher.
    public static func redis(_ error: any Error) -> Diagnosis? {
        if let error = error as? RedisError { return Diagnosis(error.cause) }
        return error is UnexpectedAnswer
            ? Diagnosis(
                "redis_not_ours", "Redis answers our scripts in a shape that they never have.",
                advice: "Check that no other program uses keys that begin with flotilla:.")
            : nil
    }

    /// The codes of a server that does not answer at all, rather than refuse.
    static let noAnswer: Set<String> = [
        "not_checked", "redis_host_unknown", "redis_connection_refused", "redis_unreachable",
        "redis_closes_connections",
        "redis_connection_lost", "redis_timed_out", "redis_not_redis", "redis_certificate_refused", "redis_tls_refused",
        "redis_no_master",
    ]

    static let unknownRefusal = Diagnosis(.refused(code: "ERR"))

    init(_ cause: RedisError.Cause) {
        self = Self.connection(cause) ?? Self.login(cause) ?? Self.server(cause) ?? Self.refusal(cause)
    }

    private static func connection(_ cause: RedisError.Cause) -> Diagnosis? {
        switch cause {
        case .url:
            Diagnosis("redis_url", "REDIS_URL cannot be used.", advice: "Write redis://user:password@host:port/0.")
        case .hostUnknown:
            Diagnosis(
                "redis_host_unknown", "The host of REDIS_URL has no address.",
                advice: "Check the name in REDIS_URL, and the name server of this machine.")
        case .connectionRefused:
            Diagnosis(
                "redis_connection_refused", "Nothing listens at the address of REDIS_URL.",
                advice: "Start Redis, or correct host and port in REDIS_URL.")
        case .unreachable:
            Diagnosis(
                "redis_unreachable", "Redis cannot be reached in time.",
                advice: "Check the network and the firewall between this machine and Redis.")
        case .closedAtOnce:
            Diagnosis(
                "redis_closes_connections", "The server ends each connection before it answers.",
                advice:
                    "If it takes TLS only, write rediss:// in REDIS_URL; check that it is a Redis; look at its maxclients."
            )
        case .connectionLost:
            Diagnosis(
                "redis_connection_lost", "The connection to Redis ended before an answer.",
                advice: "Look at Redis's log; the connection is made again by itself.")
        case .timedOut:
            Diagnosis(
                "redis_timed_out", "Redis does not answer in time.",
                advice: "Look whether the server hangs, swaps, or runs a slow command (SLOWLOG GET).")
        case .notRedis:
            Diagnosis(
                "redis_not_redis", "What answers at the address of REDIS_URL is no Redis.",
                advice: "Correct host and port in REDIS_URL.")
        case .certificateRefused(let reason):
            Diagnosis(
                "redis_certificate_refused", "The TLS certificate of Redis was refused: \(reason).",
                advice: "Name the authority that signed it with ?cacert=FILE in REDIS_URL, and the host as it does.")
        case .tlsRefused:
            Diagnosis(
                "redis_tls_refused", "The server does not complete the TLS handshake.",
                advice: "If it takes no TLS, write redis:// in REDIS_URL; else it has to speak TLS 1.2 or newer.")
        case .certificateFiles:
            Diagnosis(
                "redis_certificate_files", "A certificate file that REDIS_URL names cannot be read.",
                advice: "Check the paths of cacert, cert and key in REDIS_URL, and who may read them.")
        case .masterUnknown:
            Diagnosis(
                "redis_no_master", "No sentinel names a master that serves.",
                advice: "Check the sentinels and the service's name in REDIS_URL, or wait for the failover.")
        default: nil
        }
    }

    private static func login(_ cause: RedisError.Cause) -> Diagnosis? {
        switch cause {
        case .passwordMissing:
            Diagnosis(
                "redis_password_missing", "Redis asks for a password (NOAUTH).",
                advice: "Write redis://user:password@host in REDIS_URL.")
        case .passwordWrong:
            Diagnosis(
                "redis_password_wrong", "Redis refused the user or the password (WRONGPASS).",
                advice: "Correct them in REDIS_URL; characters such as ? / @ # are written with %, as %3F.")
        case .passwordUnexpected:
            Diagnosis(
                "redis_password_unexpected", "REDIS_URL has a password and Redis wants none.",
                advice: "Take the password out of REDIS_URL, or set requirepass.")
        case .databaseMissing:
            Diagnosis(
                "redis_database_missing", "Redis does not have the database that REDIS_URL names.",
                advice: "Correct the number at the end of REDIS_URL.")
        default: nil
        }
    }

    /// The server as a whole.
    private static func server(_ cause: RedisError.Cause) -> Diagnosis? {
        switch cause {
        case .moved:
            Diagnosis(
                "redis_moved", "The keys belong to another node of a Redis Cluster (MOVED or ASK).",
                advice:
                    "Write redis+cluster:// with its nodes in REDIS_URL, or name a server without cluster mode. With redis+cluster:// "
                    + "a slot is being moved between nodes: this ends with the move.")
        case .clusterDown:
            Diagnosis(
                "redis_cluster_down", "The Redis Cluster does not serve these keys (CLUSTERDOWN or TRYAGAIN).",
                advice:
                    "Look at CLUSTER INFO: a master without a replica that could take over, or slots without a node.")
        case .memoryFull:
            Diagnosis(
                "redis_out_of_memory", "Redis's memory is full (OOM): it writes nothing.",
                advice: "Raise its maxmemory, or remove what else it holds.")
        case .readOnly:
            Diagnosis(
                "redis_read_only", "This Redis is a replica (READONLY): it writes nothing.",
                advice: "Name the master in REDIS_URL, or the sentinels; or promote this one (REPLICAOF NO ONE).")
        case .tooFewReplicas:
            Diagnosis(
                "redis_too_few_replicas", "Redis has fewer replicas than it wants for a write (NOREPLICAS).",
                advice: "Bring its replicas back, or lower min-replicas-to-write.")
        case .masterDown:
            Diagnosis(
                "redis_master_down", "This Redis is a replica that has lost its master (MASTERDOWN).",
                advice: "Name the master in REDIS_URL, or bring it back.")
        case .loading:
            Diagnosis(
                "redis_loading", "Redis loads its data (LOADING).",
                advice: "Wait until it has; INFO persistence says when.")
        case .persistenceFailed:
            Diagnosis(
                "redis_cannot_persist", "Redis cannot save to its disk and so writes nothing (MISCONF).",
                advice: "Look at its log; make room on the disk, or set stop-writes-on-bgsave-error to no.")
        case .busy:
            Diagnosis(
                "redis_busy", "Redis runs a script or function that does not end (BUSY).",
                advice: "End it with SCRIPT KILL, or, when it has written already, Redis with SHUTDOWN NOSAVE.")
        default: nil
        }
    }

    private static func refusal(_ cause: RedisError.Cause) -> Diagnosis {
        switch cause {
        case .commandMissing(let name):
            Diagnosis(
                "redis_command_missing",
                "Redis does not know \(name.map { "the command \($0)" } ?? "a command of our scripts").",
                advice: "Take its rename-command out of redis.conf, or use Redis 6.2 or newer.")
        case .commandDenied(let name):
            Diagnosis(
                "redis_not_permitted", "Redis's user may not run \(name ?? "a command of our scripts") (NOPERM).",
                advice: "Grant it: ACL SETUSER <user> +\(name?.lowercased() ?? "@all"), and ~flotilla:* for the keys.")
        case .keyDenied:
            Diagnosis(
                "redis_not_permitted", "Redis's user may not touch our keys (NOPERM).",
                advice: "Grant them: ACL SETUSER <user> ~flotilla:*.")
        case .wrongType(let key):
            Diagnosis(
                "redis_wrong_type", "\(Self.shown(key)) holds another program's data (WRONGTYPE); it is left alone.",
                advice: "Look at it with TYPE, and rename or delete it; jobs go by Redis again within a second.")
        default:
            Diagnosis(
                "redis_refuses", "Redis refuses what the dispatcher needs\(Self.shown(cause)).",
                advice: "Look at Redis's log and at COMMAND INFO EVALSHA; `flotilla doctor` tries again.")
        }
    }

    /// `flotilla:{queue}:name`, without what may follow: a tenant, a session.
    private static func shown(_ key: String?) -> String {
        guard let key else { return "A key of ours" }
        let parts = key.split(separator: ":", omittingEmptySubsequences: false)
        return "The key " + parts.prefix(3).joined(separator: ":") + (parts.count > 3 ? ":…" : "")
    }

    private static func shown(_ cause: RedisError.Cause) -> String {
        if case .refused(let code) = cause { " (\(code))" } else { "" }
    }
}

extension RedisBroker {
    /// Asks the server now what keeps it from serving a queue; nil when nothing does.
    public func trouble(of queue: QueueName) async -> Diagnosis? {
        do {
            _ = try await epoch(of: queue)
            return nil
        } catch {
            return Diagnosis.redis(error) ?? .unknownRefusal
        }
    }
}

extension EvictionPolicy {
    /// nil when it keeps everything.
    public var diagnosis: Diagnosis? {
        guard !keepsEverything else { return nil }
        return Diagnosis(
            "redis_evicts", "Redis's maxmemory-policy is \(name): it drops keys when its memory is full.",
            advice: "Run CONFIG SET maxmemory-policy noeviction, and set it in redis.conf or the parameter group.")
    }
}
