public import Operations
public import Postgres

extension Diagnosis {
    /// What an error of PostgreSQL says of the server or the way to it; nil when it is about a statement.
    public init?(_ error: PostgresError) {
        guard let condition = error.condition else { return nil }
        self.init(condition)
    }

    public init(_ condition: ServerCondition) {
        let (problem, advice) = Self.words(of: condition)
        self.init(condition.code, problem, advice: advice)
    }

    private static func words(of condition: ServerCondition) -> (problem: String, advice: String) {
        switch condition {
        case .settingInvalid, .hostUnknown, .connectionRefused, .unreachable, .notPostgres, .timedOut, .connectionLost:
            wordsOfReach(condition)
        case .tlsUnsupported, .tlsFailed, .authorityMissing, .certificateUntrusted, .certificateForAnotherHost,
            .clientCertificate:
            wordsOfTLS(condition)
        case .passwordMissing, .passwordWrong, .notAdmitted, .roleUnknown, .databaseUnknown, .connectForbidden,
            .poolerUnfit, .roleForbidden, .notMigrated:
            wordsOfLogin(condition)
        case .connectionsExhausted, .starting, .stopping, .readOnly, .diskFull, .memoryExhausted, .limitExceeded,
            .storageFailed, .poolExhausted, .conflict:
            wordsOfServer(condition)
        case .lockTimedOut, .stopped, .idleInTransaction, .transactionTimedOut, .idleSession:
            wordsOfTime(condition)
        }
    }

    private static func wordsOfReach(_ condition: ServerCondition) -> (String, String) {
        switch condition {
        case .settingInvalid:
            (
                "A setting in DATABASE_URL has a value that PostgreSQL's client does not know.",
                "Correct it: sslmode, for one, is disable, allow, prefer, require, verify-ca or verify-full."
            )
        case .hostUnknown:
            (
                "The host name in DATABASE_URL is not known.",
                "Check its spelling and the name server of this machine."
            )
        case .connectionRefused:
            (
                "Nothing listens at the host and port in DATABASE_URL.",
                "Check that PostgreSQL runs there, on that port, and that listen_addresses lets this machine reach it."
            )
        case .notPostgres:
            ("What answers at the host and port in DATABASE_URL is not PostgreSQL.", "Check the port.")
        case .timedOut:
            (
                "PostgreSQL did not answer in time.",
                "Check that no firewall drops the packets, and that the server is not overloaded or frozen."
            )
        case .connectionLost:
            (
                "The connection to PostgreSQL ended before an answer.",
                "Check PostgreSQL's log; a pooler or proxy in between may have closed it, or may need TLS (sslmode=require)."
            )
        default:
            (
                "PostgreSQL cannot be reached.",
                "Check that the server runs and is not frozen or overloaded, and that this machine has a route to it."
            )
        }
    }

    private static func wordsOfTLS(_ condition: ServerCondition) -> (String, String) {
        switch condition {
        case .tlsUnsupported:
            (
                "PostgreSQL does not offer TLS, and sslmode in DATABASE_URL asks for it.",
                "Set ssl = on with a certificate at the server, or sslmode=disable where the network is trusted."
            )
        case .authorityMissing:
            (
                "The file with the certificate authority that sslmode needs is missing or cannot be read.",
                "Name it with sslrootcert=/path/of/ca.pem in DATABASE_URL, readable for the user that the process runs as."
            )
        case .certificateUntrusted:
            (
                "PostgreSQL's certificate was not issued by the authority that is trusted, or has expired.",
                "Name the authority that issued it with sslrootcert in DATABASE_URL, or renew the certificate."
            )
        case .certificateForAnotherHost:
            (
                "PostgreSQL's certificate names another host than DATABASE_URL.",
                "Write the host as the certificate names it, or sslmode=verify-ca."
            )
        case .clientCertificate:
            (
                "PostgreSQL asks for a client certificate, or the one that is configured cannot be used.",
                "Name it with sslcert and sslkey in DATABASE_URL; the key's file has mode 600."
            )
        default:
            (
                "TLS with PostgreSQL failed.",
                "Check the versions that both sides accept (ssl_min_protocol_version) and the server's certificate."
            )
        }
    }

    private static func wordsOfLogin(_ condition: ServerCondition) -> (String, String) {
        switch condition {
        case .passwordMissing:
            (
                "PostgreSQL asks for a password, and DATABASE_URL has none.",
                "Write postgresql://user:password@host/database."
            )
        case .passwordWrong:
            (
                "PostgreSQL refuses the user and password in DATABASE_URL.",
                "Check both; `alter role … password …` sets a new one."
            )
        case .notAdmitted:
            (
                "PostgreSQL does not admit this user from this address to this database.",
                "Add a line to pg_hba.conf and reload; where its lines say hostssl, use sslmode=require. The role needs LOGIN."
            )
        case .roleUnknown:
            (
                "The role in DATABASE_URL does not exist.",
                "Check its name, or create it: `create role … login password …`."
            )
        case .databaseUnknown:
            (
                "The database in DATABASE_URL does not exist or takes no connections.",
                "Check its name, or create it: `create database … owner …`."
            )
        case .connectForbidden:
            ("The role in DATABASE_URL may not connect to the database.", "Run: `grant connect on database … to …`.")
        case .poolerUnfit:
            (
                "A connection pooler between us and PostgreSQL does not keep sessions apart.",
                "Use pool_mode = session (PgBouncer), or connect to PostgreSQL itself: settings, roles and prepared statements last for a session."
            )
        case .roleForbidden:
            (
                "The role in DATABASE_URL may not enter the roles that Flotilla works with.",
                "Run `flotilla migrate` as the owner, then: `grant flotilla_dispatcher, flotilla_tenant, flotilla_api to …`."
            )
        default:
            ("The database has not been prepared for Flotilla.", "Run `flotilla migrate`.")
        }
    }

    private static func wordsOfServer(_ condition: ServerCondition) -> (String, String) {
        switch condition {
        case .connectionsExhausted:
            (
                "PostgreSQL has no connection left.",
                "Raise max_connections (or the role's CONNECTION LIMIT), or run fewer processes."
            )
        case .starting: ("PostgreSQL is starting or recovering.", "Wait; if it lasts, look into its log.")
        case .stopping:
            (
                "PostgreSQL ends connections: it stops or restarts, or an operator ended them.",
                "Wait; if it lasts, look into its log."
            )
        case .readOnly:
            (
                "PostgreSQL cannot be written: it is a standby, or default_transaction_read_only is on.",
                "Name the primary in DATABASE_URL, all hosts of the cluster, or turn the setting off; results wait for it."
            )
        case .diskFull: ("PostgreSQL's disk is full.", "Free space on its volume.")
        case .memoryExhausted:
            ("PostgreSQL has no memory left.", "Look into its log; lower work_mem or give it more memory.")
        case .limitExceeded:
            ("A limit that PostgreSQL is configured with is exceeded.", "Look into its log for which one.")
        case .storageFailed: ("PostgreSQL cannot read or write its files.", "Look into its log, and check the disk.")
        case .poolExhausted:
            ("Every database connection of this process is held by other work.", "Wait, or run more processes.")
        default:
            ("PostgreSQL undid a transaction that conflicted with another one.", "Nothing: it is tried again.")
        }
    }

    private static func wordsOfTime(_ condition: ServerCondition) -> (String, String) {
        switch condition {
        case .lockTimedOut:
            (
                "A statement was given up for a lock that others held too long.",
                "Find who holds it: `select pg_blocking_pids(pid), * from pg_locks where not granted`; `/readyz` and `flotilla doctor` name it while it lasts."
            )
        case .idleInTransaction:
            (
                "PostgreSQL ended a session of ours at its idle_in_transaction_session_timeout.",
                "Raise it for our login: `alter role … set idle_in_transaction_session_timeout = '60s'`; or look what keeps the process from going on: its CPU, its memory."
            )
        case .transactionTimedOut:
            (
                "PostgreSQL ended a session of ours at its transaction_timeout.",
                "Raise it for our login: `alter role … set transaction_timeout = '60s'`; or look for what loads the server."
            )
        case .idleSession:
            (
                "PostgreSQL ends sessions of ours that wait for work, at its idle_session_timeout.",
                "Turn it off for our login: `alter role … set idle_session_timeout = 0`."
            )
        default:
            (
                "A statement was stopped at statement_timeout, or by an operator.",
                "Look at pg_stat_activity for what loads the server, and whether an operator or a script ends statements."
            )
        }
    }
}
