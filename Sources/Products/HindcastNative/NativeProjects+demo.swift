import HindcastEngine
import HindcastHTTP
import HindcastJSON
import HindcastModel

extension NativeProjects {
    /// Writes the sample runs into `?project=`, which is made if need be; a key writes into its own.
    func writeDemo(_ request: NativeRequest) async throws -> HTTPResponse {
        let project = try await demoProject(request)
        let samples: [DemoWriter.Sample]
        do throws(IngestError) {
            samples = try await services.demo.write(into: project, now: services.time.now)
        } catch {
            throw NativeError(error)
        }
        return .json(reserving: 128 * samples.count, status: .created) { writer in
            writer.object { writer in
                writer.array("items", samples) { writer, sample in
                    writer.object { writer in
                        writer.field("id", sample.traceID)
                        writer.field("title", sample.title)
                    }
                }
            }
        }
    }

    private func demoProject(_ request: NativeRequest) async throws -> ProjectID {
        guard let name = request.text("project") else { return request.project }
        guard request.grant.isBound else {
            return try await administration.createProject(named: name, actor: request.grant.actor).id
        }
        guard try await visible(request).contains(where: { $0.name == name }) else {
            throw NativeError.unknown("project", name)
        }
        return request.project
    }
}
