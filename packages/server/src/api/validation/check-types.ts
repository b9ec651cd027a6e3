// The first check of a request: that its JSON has the types of the operation's shape. AWS answers a wrong
// type with a SerializationException before it looks at any rule; the texts were observed on AWS (the
// assertions of dynalite's test/helpers.js).
//
// Null counts as absent and unknown members are ignored, as on AWS. The request's own objects are put
// right in place, so that nothing is allocated for a request that is as it should be.

import { InvalidInput } from '../../model/invalid-input.ts';
import { serializationError, type WireError } from '../errors.ts';
import { base64Fault } from './base64-text.ts';
import type { IntegerShape, Shape, StructureShape } from './shape.ts';

type Json = unknown;
type JsonObject = Record<string, Json>;

/** A value is a member of a structure (`field`), or inside a list or map or the whole body (`value`). */
type Position = 'field' | 'value';

/**
 * Beyond so many levels attribute values are refused here: the model's own limit is lower, and what
 * recurses over a request must not be led into a stack overflow.
 */
const MAX_DEPTH = 64;

const CAST_FAULT =
  'class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class ' +
  "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base of loader 'bootstrap')";

/** Throws WireError (SerializationException) unless `body` has the types of `shape`. */
export function checkTypes(body: Json, shape: StructureShape): asserts body is object {
  checkStructure(body, shape, 'value');
}

function checkShape(value: Json, shape: Shape, position: Position): void {
  switch (shape.kind) {
    case 'string':
    case 'table-name':
      if (typeof value !== 'string') throw wrongScalar(value, 'String');
      return;
    case 'boolean':
      checkBoolean(value);
      return;
    case 'integer':
      if (typeof value !== 'number') throw wrongScalar(value, shape.javaType);
      return;
    case 'double':
      if (typeof value !== 'number') throw wrongScalar(value, 'Double');
      return;
    case 'blob':
      // CBOR has bytes as they are.
      if (!(value instanceof Uint8Array)) checkBase64(value);
      return;
    case 'timestamp':
      if (typeof value !== 'number') throw wrongScalar(value, 'Date');
      return;
    case 'list':
      checkList(value, shape.element, position);
      return;
    case 'map':
      checkMap(value, shape.value, position);
      return;
    case 'structure':
      checkStructure(value, shape, position);
      return;
    case 'attribute-value':
      checkAttributeValue(value, position, 0);
  }
}

function checkStructure(value: Json, shape: StructureShape, position: Position): void {
  if (!isObject(value)) throw notStructure(value, shape.type, position);
  for (const { name, shape: memberShape } of shape.members) {
    const member = value[name];
    if (member === undefined) continue;
    if (member === null) {
      delete value[name];
      continue;
    }
    checkShape(member, memberShape, 'field');
    if (memberShape.kind === 'integer') truncate(value, name, memberShape);
  }
}

// AWS cuts fractions off and holds numbers to the range of the Java type.
function truncate(owner: JsonObject, name: string, shape: IntegerShape): void {
  const value = owner[name] as number;
  const limit = shape.javaType === 'Integer' ? 2 ** 31 : Number.MAX_SAFE_INTEGER;
  if (Number.isInteger(value) && value >= -limit && value < limit) return;
  const highest = shape.javaType === 'Integer' ? limit - 1 : limit;
  owner[name] = Math.min(Math.max(Math.trunc(value), -limit), highest);
}

function checkList(value: Json, element: Shape, position: Position): asserts value is Json[] {
  if (!Array.isArray(value)) throw notCollection(value, position);
  for (let index = 0; index < value.length; index += 1) {
    const member: Json = value[index];
    // An absent element of a list is a violated constraint, except that an attribute value is then empty.
    if (member !== null) checkShape(member, element, 'value');
    else if (element.kind === 'attribute-value') value[index] = {};
  }
}

function checkMap(value: Json, inner: Shape, position: Position): void {
  if (!isObject(value)) throw notMap(value, javaType(inner), position);
  for (const key in value) {
    const member = value[key];
    if (member !== null) checkShape(member, inner, 'value');
    else if (inner.kind === 'attribute-value') value[key] = {};
    else delete value[key];
  }
}

function checkAttributeValue(value: Json, position: Position, depth: number): void {
  if (!isObject(value)) throw notStructure(value, 'AttributeValue', position);
  if (depth > MAX_DEPTH) throw tooDeep();
  for (const type in value) {
    const content = value[type];
    if (content === null) {
      delete value[type];
      continue;
    }
    switch (type) {
      case 'S':
      case 'N':
        if (typeof content !== 'string') throw wrongScalar(content, 'String');
        break;
      case 'B':
        checkBase64(content);
        break;
      case 'BOOL':
      case 'NULL':
        checkBoolean(content);
        break;
      case 'SS':
      case 'NS':
        checkStrings(content);
        break;
      case 'BS':
        if (!Array.isArray(content)) throw notCollection(content, 'field');
        for (const member of content as Json[]) checkBase64(member);
        break;
      case 'L':
        checkValues(content, depth);
        break;
      case 'M':
        checkAttributes(content, depth);
        break;
      default:
        delete value[type];
    }
  }
}

function checkStrings(content: Json): void {
  if (!Array.isArray(content)) throw notCollection(content, 'field');
  for (const member of content as Json[]) {
    if (typeof member !== 'string') throw wrongScalar(member, 'String');
  }
}

function checkValues(content: Json, depth: number): void {
  if (!Array.isArray(content)) throw notCollection(content, 'field');
  for (let index = 0; index < content.length; index += 1) {
    if (content[index] === null) content[index] = {};
    checkAttributeValue(content[index], 'value', depth + 1);
  }
}

function checkAttributes(content: Json, depth: number): void {
  if (!isObject(content)) throw notMap(content, javaStructure('AttributeValue'), 'field');
  for (const name in content) {
    if (content[name] === null) content[name] = {};
    checkAttributeValue(content[name], 'value', depth + 1);
  }
}

function checkBoolean(value: Json): void {
  if (typeof value === 'boolean') return;
  if (typeof value === 'string') throw serializationError('Unexpected token received from parser');
  throw wrongScalar(value, 'Boolean');
}

function checkBase64(value: Json): void {
  if (typeof value !== 'string') {
    throw Array.isArray(value) || isObject(value)
      ? wrongContainer(value, 'class java.nio.ByteBuffer')
      : serializationError('only base-64-encoded strings are convertible to bytes');
  }
  const fault = base64Fault(value);
  if (fault !== undefined) throw serializationError(fault);
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongScalar(value: Json, javaName: string): WireError {
  if (typeof value === 'object' && value !== null) {
    return wrongContainer(value, `class java.lang.${javaName}`);
  }
  return serializationError(`${tokenOf(value)} cannot be converted to ${javaName}`);
}

function tokenOf(value: Json): string {
  switch (typeof value) {
    case 'string':
      return 'STRING_VALUE';
    case 'boolean':
      return value ? 'TRUE_VALUE' : 'FALSE_VALUE';
    case 'number':
      return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE';
    default:
      return 'NULL_VALUE';
  }
}

function wrongContainer(value: Json, javaName: string): WireError {
  return serializationError(
    Array.isArray(value)
      ? `Unrecognized collection type ${javaName}`
      : 'Start of structure or map found where not expected',
  );
}

function notStructure(value: Json, type: string, position: Position): WireError {
  if (Array.isArray(value)) return wrongContainer(value, `class ${javaStructure(type)}`);
  return serializationError(
    position === 'field' ? 'Unexpected field type' : 'Unexpected value type in payload',
  );
}

function notMap(value: Json, javaValue: string, position: Position): WireError {
  if (Array.isArray(value)) {
    return wrongContainer(value, `java.util.Map<java.lang.String, ${javaValue}>`);
  }
  return notCollection(value, position);
}

function notCollection(value: Json, position: Position): WireError {
  if (isObject(value)) return wrongContainer(value, '');
  return serializationError(position === 'field' ? 'Unexpected field type' : CAST_FAULT);
}

function tooDeep(): InvalidInput {
  return new InvalidInput(
    'rule',
    'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit',
  );
}

function javaStructure(type: string): string {
  return `com.amazonaws.dynamodb.v20120810.${type}`;
}

function javaType(shape: Shape): string {
  switch (shape.kind) {
    case 'string':
    case 'table-name':
      return 'java.lang.String';
    case 'boolean':
      return 'java.lang.Boolean';
    case 'integer':
      return `java.lang.${shape.javaType}`;
    case 'double':
      return 'java.lang.Double';
    case 'blob':
      return 'java.nio.ByteBuffer';
    case 'timestamp':
      return 'java.util.Date';
    case 'list':
      return `java.util.List<${javaType(shape.element)}>`;
    case 'map':
      return `java.util.Map<java.lang.String, ${javaType(shape.value)}>`;
    case 'structure':
      return javaStructure(shape.type);
    case 'attribute-value':
      return javaStructure('AttributeValue');
  }
}
