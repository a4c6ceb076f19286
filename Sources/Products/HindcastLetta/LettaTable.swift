import HindcastHTTP
import HindcastStore

/// Makes rows: what every route of the dialect has in common.
struct LettaTable: Sendable {
    private let services: LettaServices

    init(_ services: LettaServices) { self.services = services }

    func row(
        _ method: HTTPMethod, _ path: String, needs scope: String = "read",
        _ answer: @escaping @Sendable (LettaRequest) async throws -> HTTPResponse
    ) -> Route {
        Route(
            product: LettaRoutes.product, method: method, pattern: "/v1" + path, scope: scope,
            bodyBytesMax: LettaLimits.bodyBytesMax, errorForm: Self.errorForm
        ) { [services] request in
            do {
                return try await answer(try await LettaRequest(request, services)).withLettaHeaders
            } catch let error as StoreError {
                return LettaError(error).response.withLettaHeaders
            } catch let error as LettaError {
                return error.response.withLettaHeaders
            }
        }
    }

    func open(_ path: String, _ answer: @escaping @Sendable (HTTPRequest) -> HTTPResponse) -> Route {
        Route(
            product: LettaRoutes.product, method: .get, pattern: "/v1" + path, scope: nil,
            errorForm: Self.errorForm
        ) { answer($0).withLettaHeaders }
    }

    func notOffered(_ method: HTTPMethod, _ path: String, _ feature: String) -> Route {
        Route(
            product: LettaRoutes.product, method: method, pattern: "/v1" + path, scope: "read",
            errorForm: Self.errorForm
        ) { _ in LettaError.notOffered(feature).response.withLettaHeaders }
    }

    private static let errorForm: Route.ErrorForm = { error, _ in LettaError(error).response.withLettaHeaders
    }
}
