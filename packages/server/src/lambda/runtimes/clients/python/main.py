"""What runs in the process of a Python function: loads its handler and carries invocations between it and
the Runtime API, as the runtime client on AWS does (aws-lambda-python-runtime-interface-client, whose names and
texts of errors these are)."""

import decimal
import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

OPTIONS = json.loads(sys.argv[1])
del sys.argv[1:]
# The handler imports from its own folder, not from this one.
sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]


class Fault(Exception):
    """An error of the function's code as such, under a name of the runtime's."""

    def __init__(self, error_type, message, trace=None):
        super().__init__(message)
        self.error_type = error_type
        self.trace = trace or []


class RuntimeApi:
    def __init__(self, address):
        self._connection = http.client.HTTPConnection(address)

    def next(self):
        response, body = self._call("GET", "/2018-06-01/runtime/invocation/next", None, {})
        return response.headers, body

    def post(self, path, body, headers=None):
        self._call("POST", "/2018-06-01/runtime/" + path, body, headers or {})

    def tell_files(self, files):
        self._call("POST", "/headwater/files", json.dumps(files).encode(), {})

    def _call(self, method, path, body, headers):
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            return response, response.read()
        except (OSError, http.client.HTTPException):
            # The server is gone: nobody is left to work for, and nobody to tell.
            os._exit(1)


class Identity:
    def __init__(self, document):
        self.cognito_identity_id = document.get("cognitoIdentityId")
        self.cognito_identity_pool_id = document.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, document):
        self.installation_id = document.get("installation_id")
        self.app_title = document.get("app_title")
        self.app_version_name = document.get("app_version_name")
        self.app_version_code = document.get("app_version_code")
        self.app_package_name = document.get("app_package_name")


class ClientContext:
    def __init__(self, document):
        self.client = Client(document["client"]) if "client" in document else None
        self.custom = document.get("custom")
        self.env = document.get("env")


class LambdaContext:
    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = Identity(json.loads(headers.get("Lambda-Runtime-Cognito-Identity", "{}")))
        self._deadline_ms = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


def load_handler(name):
    module, separator, function = name.rpartition(".")
    if not separator:
        raise Fault(
            "Runtime.MalformedHandlerName",
            f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)",
        )
    if module.split(".")[0] in sys.builtin_module_names:
        raise Fault(
            "Runtime.BuiltInModuleConflict",
            f"Cannot use built-in module {module} as a handler module",
        )
    try:
        imported = importlib.import_module(module.replace("/", "."))
    except ImportError as error:
        raise Fault(
            "Runtime.ImportModuleError", f"Unable to import module '{module}': {error}"
        ) from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault(
            "Runtime.UserCodeSyntaxError", f"Syntax error in module '{module}': {error}", trace
        ) from None
    try:
        return getattr(imported, function)
    except AttributeError:
        raise Fault(
            "Runtime.HandlerNotFound", f"Handler '{function}' missing on module '{module}'"
        ) from None


def encode(value):
    def default(other):
        if isinstance(other, decimal.Decimal):
            return float(other)
        raise TypeError(f"Object of type {type(other).__name__} is not JSON serializable")

    try:
        return json.dumps(value, default=default, ensure_ascii=False).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def error_document(error, request_id):
    if isinstance(error, Fault):
        error_type, trace = error.error_type, error.trace
    else:
        frames = traceback.extract_tb(error.__traceback__)
        own = [frame for frame in frames if frame.filename != __file__]
        error_type, trace = type(error).__name__, traceback.format_list(own)
    return {
        "errorMessage": str(error),
        "errorType": error_type,
        "requestId": request_id,
        "stackTrace": trace,
    }


def report(api, path, error, request_id):
    document = error_document(error, request_id)
    lines = [f"[ERROR] {document['errorType']}: {document['errorMessage']}"]
    lines += ["Traceback (most recent call last):"]
    lines += [line for entry in document["stackTrace"] for line in entry.splitlines()]
    print("\n".join(lines), flush=True)
    headers = {
        "Content-Type": "application/json",
        "Lambda-Runtime-Function-Error-Type": document["errorType"],
    }
    api.post(path, json.dumps(document).encode(), headers)


class RequestIds(logging.Filter):
    current = ""

    def filter(self, record):
        record.aws_request_id = self.current
        return True


def set_up_logging():
    handler = logging.StreamHandler(sys.stdout)
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s",
        "%Y-%m-%dT%H:%M:%S",
    )
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    request_ids = RequestIds()
    handler.addFilter(request_ids)
    logging.getLogger().addHandler(handler)
    return request_ids


def new_files(known):
    """The function's own modules that were loaded since the last call."""
    root = os.path.realpath(os.environ["LAMBDA_TASK_ROOT"]) + os.sep
    files = []
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None)
        if path is None or path in known:
            continue
        known.add(path)
        if not os.path.realpath(path).startswith(root):
            continue
        status = os.stat(path)
        files.append({"path": path, "mtimeMs": status.st_mtime_ns / 1e6, "size": status.st_size})
    return files


def main():
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    request_ids = set_up_logging()
    try:
        handler = load_handler(os.environ["_HANDLER"])
    except Exception as error:
        report(api, "init/error", error, "")
        sys.exit(1)
    known = set()
    while True:
        files = new_files(known) if OPTIONS["watch"] else []
        if files:
            api.tell_files(files)
        headers, body = api.next()
        request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        request_ids.current = request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        try:
            answer = encode(handler(json.loads(body), LambdaContext(headers)))
        except Exception as error:
            report(api, f"invocation/{request_id}/error", error, request_id)
        else:
            api.post(
                f"invocation/{request_id}/response", answer, {"Content-Type": "application/json"}
            )


main()
