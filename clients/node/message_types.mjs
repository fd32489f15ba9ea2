// Whether an object is the message that it is meant for. protobufjs leaves out
// fields that it does not know, and turns all others into something of their
// type: with a misspelled profile or unit the reply would be checked otherwise
// than the caller thinks.

import {definition} from './channel.mjs';

// In a message of the API, other types of the API have no package.
function typeNamed(name) {
  return (definition[`wanyan.v1.${name}`] ?? definition[name]).type;
}

function fail(path, message) {
  throw new TypeError(`${path}: ${message}`);
}

function kindOf(value) {
  return value === null ? 'null' : typeof value;
}

const isAbsent = (value) => value === undefined || value === null;

// Throws TypeError, which names the field, for what is no message of the type.
// undefined and null stand for fields that are not there.
export function requireMessage(typeName, value, path) {
  requireMessageOf(typeNamed(typeName), value, path);
}

function requireMessageOf(type, message, path) {
  if (typeof message !== 'object' || message === null) {
    fail(path, `must be an object, and is ${kindOf(message)}`);
  }
  for (const [name, value] of Object.entries(message)) {
    const field = type.field.find((each) => each.name === name);
    if (!field) {
      fail(`${path}.${name}`, `there is no such field; ${type.name} has ` +
           type.field.map((each) => each.name).join(', '));
    }
    if (!isAbsent(value)) requireField(type, field, value, `${path}.${name}`);
  }
}

function requireField(type, field, value, path) {
  const entry = type.nestedType.find(({name}) => name === field.typeName);
  if (entry) {
    requireMap(entry, value, path);
  } else if (field.label === 'LABEL_REPEATED') {
    if (!Array.isArray(value)) fail(path, 'must be an array');
    value.forEach((item, i) => requireValue(field, item, `${path}[${i}]`));
  } else {
    requireValue(field, value, path);
  }
}

// A map is an object here; its keys are texts.
function requireMap(entry, map, path) {
  if (typeof map !== 'object' || Array.isArray(map)) {
    fail(path, 'must be an object');
  }
  const valueField = entry.field.find(({name}) => name === 'value');
  for (const [key, value] of Object.entries(map)) {
    requireValue(valueField, value, `${path}.${key}`);
  }
}

function requireValue({type, typeName}, value, path) {
  switch (type) {
    case 'TYPE_MESSAGE':
      requireMessage(typeName, value, path);
      break;
    case 'TYPE_ENUM':
      requireEnum(typeNamed(typeName).value, value, path);
      break;
    case 'TYPE_STRING':
      requireKind('string', value, path);
      break;
    case 'TYPE_BOOL':
      requireKind('boolean', value, path);
      break;
    default:  // the integers of a time
      if (!Number.isSafeInteger(value)) fail(path, 'must be an integer');
  }
}

function requireKind(kind, value, path) {
  if (typeof value !== kind) {
    fail(path, `must be a ${kind}, and is ${kindOf(value)}`);
  }
}

function requireEnum(values, value, path) {
  if (!values.some(({name, number}) => value === name || value === number)) {
    fail(path, `must be one of ${values.map(({name}) => name).join(', ')}`);
  }
}
