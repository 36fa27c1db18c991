import Testing

@testable import Postgres

@Suite("What an error says of the server")
struct ConditionTests {
    @Test(
        "an error is the server's state, a conflict or the statement's own fault",
        arguments: [
            ("25006", .readOnly), ("53100", .diskFull), ("53200", .memoryExhausted), ("53300", .connectionsExhausted),
            ("53400", .limitExceeded), ("57P01", .stopping), ("57P02", .stopping), ("57P03", .starting),
            ("57P05", .idleSession), ("58030", .storageFailed), ("58P01", .storageFailed), ("XX001", .storageFailed),
            ("08006", .connectionLost), ("40001", .conflict), ("40P01", .conflict), ("55P03", .lockTimedOut),
            ("57014", .stopped), ("25P03", .idleInTransaction), ("25P04", .transactionTimedOut),
            ("26000", .poolerUnfit), ("42P05", .poolerUnfit),
            ("42P01", nil), ("23505", nil), ("22P02", nil), ("42501", nil), ("P0001", nil), ("XX000", nil),
            ("54000", nil), ("55000", nil), ("0A000", nil), ("25P02", nil), ("40000", nil), ("", nil),
        ] as [(String, ServerCondition?)])
    func sqlStates(state: String, condition: ServerCondition?) {
        let error = PostgresError(.server(sqlState: state))
        #expect(error.condition == condition)
        let isOfOne: Set<ServerCondition> = [.lockTimedOut, .stopped, .idleInTransaction, .transactionTimedOut]
        #expect(error.isRetryable == condition.map { !isOfOne.contains($0) } ?? false)
    }

    private static let server = "connection to server at \"db.example\" (10.0.0.1), port 5432 failed: "

    @Test(
        "what libpq says of a failed connection is one of the known causes",
        arguments: [
            (server + "FATAL:  28P01: password authentication failed for user \"u\"", .passwordWrong),
            (server + "fe_sendauth: no password supplied", .passwordMissing),
            (server + "FATAL:  28000: no pg_hba.conf entry for host \"::1\", user \"u\", no encryption", .notAdmitted),
            (server + "FATAL:  28000: role \"u\" is not permitted to log in", .notAdmitted),
            (server + "FATAL:  28000: role \"u\" does not exist", .roleUnknown),
            (server + "FATAL:  28000: connection requires a valid client certificate", .clientCertificate),
            (server + "FATAL:  3D000: database \"d\" does not exist", .databaseUnknown),
            (server + "FATAL:  42501: permission denied for database \"d\"", .connectForbidden),
            (server + "FATAL:  53300: sorry, too many clients already", .connectionsExhausted),
            (server + "FATAL:  57P03: the database system is starting up", .starting),
            (server + "FATAL:  57P03: the database system is shutting down", .starting),
            (server + "Connection refused\n\tIs the server running on that host?", .connectionRefused),
            ("connection to server on socket \"/x/.s.PGSQL.1\" failed: No such file or directory", .connectionRefused),
            ("could not translate host name \"nowhere\" to address: Name or service not known", .hostUnknown),
            ("invalid sslmode value: \"requires\"", .settingInvalid),
            (server + "server does not support SSL, but SSL was required", .tlsUnsupported),
            (server + "root certificate file \"/x\" does not exist\nEither provide the file", .authorityMissing),
            (server + "could not read root certificate file \"/x\": Permission denied", .authorityMissing),
            (server + "SSL error: certificate verify failed", .certificateUntrusted),
            (server + "server certificate for \"a\" does not match host name \"b\"", .certificateForAnotherHost),
            (server + "received invalid response to SSL negotiation: H", .notPostgres),
            (server + "session is read-only", .readOnly),
            (server + "server is in hot standby mode", .readOnly),
            (server + "server closed the connection unexpectedly", .connectionLost),
            (server + "timeout expired", .timedOut),
            (server + "FATAL:  08P01: unsupported startup parameter: options", .poolerUnfit),
            (server + "FATAL:  08P01: no such database: d", .databaseUnknown),
            (server + "something new", .unreachable), ("", .unreachable),
            // The error of the server that answered counts before that of the address at which nothing listens.
            (
                server + "Connection refused\n\tIs it?\n" + server
                    + "FATAL:  28P01: password authentication failed\nLOCATION:  auth.c:1", .passwordWrong
            ),
            (server + "session is read-only\n" + server + "Connection refused", .readOnly),
        ] as [(String, ServerCondition)])
    func messages(message: String, condition: ServerCondition) {
        let failure = ConnectionFailure(message: message)
        #expect(failure.condition == condition)
        #expect(!failure.detail.isEmpty && !failure.detail.contains("\n") && !failure.detail.contains("LOCATION"))
        #expect(PostgresError(failure).description == "database unavailable (\(condition.code))")
    }
}
