import Accounts
import HTTPServer

/// `GET /me`. It stands after every other module: it says which of the routes before it a role may use.
struct MeRoutes: APIModule {
    private let context: APIContext
    private let accounts: AccountStore

    init(_ context: APIContext) {
        self.context = context
        accounts = AccountStore(database: context.connections.domains)
    }

    func add(to router: inout APIRouter) {
        let others = router.declarations
        var routes: [Role: [String]] = [:]
        for role in Role.allCases {
            routes[role] = others.filter { $0.roles?.contains(role) ?? true }.map {
                "\($0.method.rawValue) \($0.pattern)"
            }.sorted()
        }
        router.get(
            "/me", for: .everybody,
            APIOperation("getMe", "Who asks, and what that one may do").answers(MeView.self)
        ) { [routes] call in
            let token = try context.verified(call.request)
            let principal = token.principal
            let record = try await accounts.user(principal.userID, of: principal.tenant)
            return try call.answer(MeView(token, record, may: routes[principal.role] ?? []))
        }
    }
}
