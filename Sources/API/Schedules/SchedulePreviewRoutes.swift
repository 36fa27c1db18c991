import HTTPServer
import JSON
import Jobs
import Storage

/// `POST /schedules/preview`: when a schedule would occur, before there is one. It changes nothing.
struct SchedulePreviewRoutes: APIModule {
    private let store: ScheduleStore

    init(_ context: APIContext) {
        store = ScheduleStore(database: context.connections.database)
    }

    func add(to router: inout APIRouter) {
        router.post(
            "/schedules/preview", for: .readers, isAudited: false,
            APIOperation("previewSchedule", "When a schedule would occur; nothing is made").body(
                PreviewBody.schema, example: PreviewBody.example
            ).answers(PreviewView.self), preview)
    }

    @Sendable private func preview(_ call: Call) async throws -> HTTPResponse {
        let body = try PreviewBody(try call.request.document(), isBound: !call.principal.seesEverybody)
        return try call.answer(PreviewView(body, at: try await store.time()))
    }
}
