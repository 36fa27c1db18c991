import Dashboard
import HTTPServer
import JSON
import Schemas

/// `GET /openapi.json`: the description of every route, this one too. It stands after every other module.
struct OpenAPIRoutes: APIModule {
    init(_ context: APIContext) {}

    func add(to router: inout APIRouter) {
        let operation = APIOperation("getDescription", "This description (OpenAPI 3.1)")
            .answers(Schema.object).parameter(.noneMatch).tagged()
        let own = APIRouter.Declaration(
            method: .get, pattern: "/openapi.json", roles: nil, module: router.module, operation: operation,
            isRepeatable: false)
        let document = OpenAPIDocument.rendered(router.declarations + [own], chapters: APIModules.chapters)
        let file = SiteFile(path: own.pattern, bytes: document)
        router.open(.get, own.pattern, to: .anyone(bodyLimit: 0), operation) { try $0.answer(with: file) }
    }
}
