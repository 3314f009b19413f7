/** Preloaded into servers that would listen on every interface: they listen on 127.0.0.1 instead. */
const { Server } = require('node:net');

const { listen } = Server.prototype;

Server.prototype.listen = function (port, ...rest) {
    const nowhere = (typeof port === 'number' || typeof port === 'string') && typeof rest[0] !== 'string';
    return nowhere ? listen.call(this, Number(port), '127.0.0.1', ...rest) : listen.call(this, port, ...rest);
};
