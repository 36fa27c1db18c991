import Accounts
import HTTPServer
import Storage

/// A request whose caller is known and may make it.
struct Call: Sendable {
    let request: HTTPRequest
    let principal: Principal
    /// To be kept with the answer in the transaction of what the request does (`IdempotencyRecord`); nil when the caller
    /// sent no `Idempotency-Key`.
    let key: IdempotencyRecord.Key?
}

extension Set<Role> {
    /// Every token is good enough.
    static let everybody = Set(Role.allCases)
    /// Who manages the own account and its users.
    static let managers: Set = [.admin, .school]
    /// Operators and machines: they see every tenant.
    static let operators: Set = [.admin, .service]
    /// Who changes what belongs to a tenant.
    static let writers: Set = [.admin, .school, .service]
    /// Who sees it. Students and professors see what the school's rules give them, and that is no job and no scan.
    static let readers: Set = [.admin, .school, .service, .support]
}
