// docs/openapi.json as a judge of answers: which operation an address is one
// of, and whether an answer is as that operation describes it.
'use strict';

const fs = require('fs');
const path = require('path');
const Ajv = require('ajv/dist/2020');
const addFormats = require('ajv-formats');

const FILE = path.join(__dirname, '..', '..', 'docs', 'openapi.json');

// What a request asked for, for x-trimmed-by; set before each validation.
let asked = new URLSearchParams();

// Members that only a parameter may have left away.
function addTrimming(ajv) {
    ajv.addKeyword({
        keyword: 'x-trimmed-by',
        schemaType: 'string',
        errors: true,
        validate: function trimmed(parameter, data, parent) {
            const missing = Object.keys(parent.properties)
                .filter((name) => !(name in data));

            if (asked.has(parameter) || missing.length === 0) {
                return true;
            }
            trimmed.errors = [{
                keyword: 'x-trimmed-by',
                message: 'lacks ' + missing.join(', '),
            }];
            return false;
        },
    });
}

// A schema of the description as one that finds its shared ones below $defs.
function moved(schema) {
    return JSON.parse(JSON.stringify(schema)
        .replaceAll('"#/components/schemas/', '"shared#/$defs/'));
}

// The more of a path is fixed, the sooner it is matched.
function rank(template) {
    return template.replace(/\{\w+\}/g, '').length;
}

// The name of a view has no ending: box.svg is none.
function pattern(template) {
    const text = template.split(/(\{\w+\})/)
        .map((part, i) => (i % 2 === 0
            ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
            : part === '{view}' ? '([^/.]+)' : '([^/]+)'))
        .join('');
    return new RegExp('^' + text + '$');
}

class Description {
    constructor(file = FILE) {
        this.document = JSON.parse(fs.readFileSync(file, 'utf8'));
        this.templates = Object.keys(this.document.paths)
            .sort((a, b) => rank(b) - rank(a))
            .map((template) => ({ template, re: pattern(template) }));
        this.ajv = new Ajv({
            strict: true, strictRequired: 'log', allowUnionTypes: true,
            allErrors: false, strictTypes: 'log', logger: false,
        });
        addFormats(this.ajv);
        addTrimming(this.ajv);
        this.ajv.addVocabulary(['x-no-example', 'x-template']);
        this.ajv.addSchema({
            $id: 'shared', $defs: moved(this.document.components.schemas),
        });
        this.compiled = new Map();
    }

    // The path of the description that an address is one of, or undefined.
    templateOf(address) {
        const bare = address.split('?')[0].replace(/^$/, '/');
        const found = this.templates.find(({ re }) => re.test(bare));
        return found && found.template;
    }

    // An object of the description, and where it stands.
    resolve(place) {
        let value = this.document;
        for (const name of place) {
            value = value && value[name];
        }
        if (value && value.$ref) {
            return this.resolve(value.$ref.slice(2).split('/')
                .map((name) => name.replace(/~1/g, '/').replace(/~0/g, '~')));
        }
        return value && { value, place };
    }

    // Where the schema of an answer stands, or why there is none.
    schemaPlace({ method, path: address, status, type }) {
        const bare = type.split(';')[0].trim();
        const template = this.templateOf(address);
        const isProblem = bare === 'application/problem+json';

        if (isProblem && (status === 405 || (!template && status === 404)
            || status === 414)) {
            return { place: ['components', 'schemas', 'Problem'], template };
        }
        if (!template) {
            return { why: 'no path of the description' };
        }
        const response = this.resolve(
            ['paths', template, method.toLowerCase(), 'responses', `${status}`]);
        if (!response) {
            return { why: `${template} has no response ${status}`, template };
        }
        const place = [...response.place, 'content', bare, 'schema'];
        return this.resolve(place)
            ? { place, template }
            : { why: `${template} ${status} has no ${bare}`, template };
    }

    // Compiled once for each place.
    validator(place) {
        const { value } = this.resolve(place);
        if (!this.compiled.has(value)) {
            this.compiled.set(value, this.ajv.compile(moved(value)));
        }
        return this.compiled.get(value);
    }

    // What is wrong with an answer; '' for nothing.
    judge(answer, body) {
        const { place, why } = this.schemaPlace(answer);
        if (why) {
            return why;
        }
        let value;
        try {
            value = JSON.parse(
                new TextDecoder('utf-8', { fatal: true }).decode(body));
        } catch (error) {
            return `no JSON: ${error.message}`;
        }
        asked = new URL(answer.path, 'http://x/').searchParams;
        const validate = this.validator(place);
        if (validate(value)) {
            return '';
        }
        return validate.errors.map((error) => `${error.instancePath} `
            + `${error.message} ${JSON.stringify(error.params || {})}`)
            .join('; ');
    }
}

module.exports = { Description };
